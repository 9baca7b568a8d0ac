package io.blocktier.benchmarks.local;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** The local store, through the page cache or past it. */
final class StoreBlocks implements LocalBlocks {

  private final Effects effects = Effects.ofSystem();
  private final BlockStore store;

  StoreBlocks(LocalCell cell, boolean direct) throws IOException {
    LocalStoreProvider provider = new LocalStoreProvider();
    Map<String, String> settings =
        Map.of("path", cell.directory().toString(), "direct", Boolean.toString(direct));
    this.store = provider.open(Settings.parse(provider.settings(), settings), effects);
  }

  private static BlockKey key(int block) {
    return BlockKey.of("block-" + block);
  }

  @Override
  public void write(int block, byte[] bytes) throws IOException {
    Blocks.write(store, key(block), bytes);
  }

  @Override
  public void read(int block, ByteBuffer target) throws IOException {
    store.read(key(block), ByteRange.ALL, target);
  }

  @Override
  public void close() throws IOException {
    store.close();
    effects.executor().close();
  }
}
