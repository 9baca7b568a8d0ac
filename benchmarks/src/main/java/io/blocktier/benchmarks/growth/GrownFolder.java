package io.blocktier.benchmarks.growth;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A local store, all of whose blocks are in one folder, listed. */
final class GrownFolder implements Grown {

  private final Effects effects = Effects.ofSystem();
  private final BlockStore store;

  GrownFolder(Path directory) throws BlockStoreException {
    LocalStoreProvider provider = new LocalStoreProvider();
    Map<String, String> settings =
        Map.of("path", directory.resolve("store").toString(), "sync", "false");
    this.store = provider.open(Settings.parse(provider.settings(), settings), effects);
  }

  @Override
  public void fill(int blocks) throws BlockStoreException {
    for (int i = 0; i < blocks; i++) {
      Blocks.write(store, BlockKey.of("folder/block-" + i), new byte[1]);
    }
  }

  @Override
  public long once(int number) throws BlockStoreException {
    long entries = 0;
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.of("folder/")))) {
      for (List<ListEntry> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        entries += page.size();
      }
    }
    return entries;
  }

  @Override
  public void close() throws BlockStoreException {
    store.close();
    effects.executor().close();
  }
}
