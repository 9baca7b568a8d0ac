package io.blocktier.benchmarks.segments;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import java.nio.file.Path;
import java.util.Map;

/** The store that segments and single objects are kept in: {@code file:} with its defaults. */
final class LocalBackend {

  private LocalBackend() {}

  static BlockStore open(Path directory, Effects effects) throws BlockStoreException {
    LocalStoreProvider provider = new LocalStoreProvider();
    Map<String, String> settings = Map.of("path", directory.resolve("store").toString());
    return provider.open(Settings.parse(provider.settings(), settings), effects);
  }
}
