package io.blocktier.config;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.spi.StoreLocation;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store with as little as possible, under a name that the test chooses. */
record PlainProvider(String type, Set<String> schemes, List<String> keys)
    implements BlockStoreProvider {

  @Override
  public List<Setting<?>> settings() {
    return keys.stream()
        .<Setting<?>>map(key -> Setting.optional(key, SettingType.TEXT, "A text."))
        .toList();
  }

  @Override
  public StoreLocation locate(String uri) {
    return new StoreLocation(Map.of(), uri);
  }

  @Override
  public BlockStore open(Settings settings, Effects effects) {
    return new InMemoryBlockStore(effects);
  }
}
