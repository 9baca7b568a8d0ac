package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.spi.StoreLocation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Opens {@link InMemoryBlockStore}s: type {@code memory}, URIs {@code mem:prefix/key}. Every store
 * that it opens is empty and of its own. Stateless and thread-safe.
 */
public final class MemoryStoreProvider implements BlockStoreProvider {

  private static final String SCHEME = "mem";
  private static final long DEFAULT_MAX_BYTES = 1L << 30;

  private static final Setting<Long> MAX_BYTES =
      Setting.of(
          "max_bytes",
          SettingType.size(0, 1L << 50),
          DEFAULT_MAX_BYTES,
          "The most bytes that all blocks and parts of uploads may take together. A write beyond"
              + " it fails as on a full disk.");

  /** Makes the provider, for {@link java.util.ServiceLoader}. */
  public MemoryStoreProvider() {}

  @Override
  public String type() {
    return "memory";
  }

  @Override
  public Set<String> schemes() {
    return Set.of(SCHEME);
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(MAX_BYTES);
  }

  @Override
  public StoreLocation locate(String uri) {
    int colon = uri.indexOf(':');
    boolean ours = colon > 0 && uri.substring(0, colon).toLowerCase(Locale.ROOT).equals(SCHEME);
    if (!ours || uri.startsWith("/", colon + 1)) {
      throw new IllegalArgumentException(
          "'" + uri + "' names nothing in memory; write mem:prefix/key, or mem: for all");
    }
    return new StoreLocation(Map.of(), uri.substring(colon + 1));
  }

  @Override
  public BlockStore open(Settings settings, Effects effects) {
    return new InMemoryBlockStore(
        "memory", InMemoryBlockStore.ALL_CAPABILITIES, settings.get(MAX_BYTES), effects);
  }
}
