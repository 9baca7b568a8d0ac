package io.blocktier.config;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.InvalidSettingException;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.spi.StoreLocation;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store somebody else wrote: one setting of each kind, two of them secret. */
public final class SampleProvider implements BlockStoreProvider {

  enum Mode {
    FAST,
    VERY_SAFE
  }

  static final Setting<String> BUCKET =
      Setting.required("bucket", SettingType.TEXT, "Where it is.");
  static final Setting<String> REGION =
      Setting.of("region", SettingType.TEXT, "here", "Which region.");
  static final Setting<URI> ENDPOINT =
      Setting.optional("endpoint", SettingType.ENDPOINT, "Another address.");
  static final Setting<Boolean> FORCE =
      Setting.of("force_path_style", SettingType.BOOLEAN, false, "Path | style.");
  static final Setting<Long> PART_SIZE =
      Setting.of("part_size", SettingType.size(1024, 1 << 30), 1L << 23, "Size of a part.");
  static final Setting<Duration> TIMEOUT =
      Setting.of("timeout", SettingType.DURATION, Duration.ofSeconds(30), "How long.");
  static final Setting<Integer> MAX_RETRIES =
      Setting.of("max_retries", SettingType.integer(0, 20), 3, "How often.");
  static final Setting<Mode> MODE =
      Setting.of("mode", SettingType.oneOf(Mode.class), Mode.FAST, "How.");
  static final Setting<Path> SPOOL = Setting.optional("spool", SettingType.PATH, "Where to spool.");
  static final Setting<Integer> FILE_MODE =
      Setting.of("file_mode", SettingType.FILE_MODE, 0644, "Permissions.");
  static final Setting<String> SECRET =
      Setting.optional("secret_access_key", SettingType.TEXT, "The key.").asSecret();
  static final Setting<Integer> PIN =
      Setting.optional("pin", SettingType.integer(0, 9999), "The number.").asSecret();

  private final List<Settings> opened = new ArrayList<>();
  private final List<BlockStore> stores = new ArrayList<>();

  /** Made by ServiceLoader. */
  public SampleProvider() {}

  @Override
  public String type() {
    return "sample";
  }

  @Override
  public Set<String> schemes() {
    return Set.of("sample", "example");
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        BUCKET,
        REGION,
        ENDPOINT,
        FORCE,
        PART_SIZE,
        TIMEOUT,
        MAX_RETRIES,
        MODE,
        SPOOL,
        FILE_MODE,
        SECRET,
        PIN);
  }

  @Override
  public StoreLocation locate(String uri) {
    String rest = uri.substring(uri.indexOf(':') + 1);
    if (!rest.startsWith("//")) {
      throw new IllegalArgumentException("write sample://bucket/key");
    }
    String[] parts = rest.substring(2).split("/", 2);
    return new StoreLocation(Map.of("bucket", parts[0]), parts.length > 1 ? parts[1] : "");
  }

  @Override
  public BlockStore open(Settings settings, Effects effects) {
    opened.add(settings);
    if (settings.get(MODE) == Mode.VERY_SAFE && settings.get(MAX_RETRIES) == 0) {
      throw new InvalidSettingException(
          "max_retries", "has to be at least 1 where mode is very_safe");
    }
    BlockStore store = new InMemoryBlockStore(effects);
    stores.add(store);
    return store;
  }

  /** Returns the stores that were opened, in order. */
  List<BlockStore> stores() {
    return stores;
  }

  /** Returns what the stores were opened with, in order. */
  List<Settings> opened() {
    return opened;
  }
}
