package io.blocktier.config;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The variables of the environment that are settings. Every one of the prefix has to be known. */
final class Overrides {

  /** What our variables begin with; those with BLOCKTIER_ alone may be other programs'. */
  private static final String PREFIX = KnownKey.ROOT.variable();

  private final Map<KnownKey, WrittenValue> values;

  private Overrides(Map<KnownKey, WrittenValue> values) {
    this.values = values;
  }

  static Overrides of(Map<String, String> environment, StoreTypes types) throws ConfigException {
    Map<String, KnownKey> known = new HashMap<>();
    types.keys().values().forEach(key -> known.put(key.variable(), key));
    Map<KnownKey, WrittenValue> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      if (variable.getKey().startsWith(PREFIX)) {
        Origin origin = Origin.variable(variable.getKey());
        KnownKey key = known.get(variable.getKey());
        if (key == null) {
          String advice = types.keys().adviceForVariable(variable.getKey());
          throw new ConfigException(origin, "means no key; " + advice);
        }
        values.put(key, new WrittenValue(variable.getValue(), origin));
      }
    }
    return new Overrides(values);
  }

  Optional<WrittenValue> type() {
    return Optional.ofNullable(values.get(KnownKey.TYPE));
  }

  Map<String, WrittenValue> settings(BlockStoreProvider provider) {
    Map<String, WrittenValue> settings = new LinkedHashMap<>();
    for (Map.Entry<KnownKey, WrittenValue> value : values.entrySet()) {
      if (belongs(value.getKey(), provider)) {
        settings.put(value.getKey().name(), value.getValue());
      }
    }
    return settings;
  }

  /** Refuses a setting of another type: whoever wrote it expects it to have an effect. */
  void requireOnly(BlockStoreProvider provider) throws ConfigException {
    for (Map.Entry<KnownKey, WrittenValue> value : values.entrySet()) {
      KnownKey key = value.getKey();
      if (!key.equals(KnownKey.TYPE) && !belongs(key, provider)) {
        throw new ConfigException(
            value.getValue().origin(),
            key.path()
                + ": is of another type than block_store.type, which is '"
                + provider.type()
                + "'");
      }
    }
  }

  private static boolean belongs(KnownKey key, BlockStoreProvider provider) {
    return key.parent().equals(KnownKey.ofSection(provider.type()).path());
  }
}
