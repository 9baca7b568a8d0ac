package io.blocktier.config;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Setting;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The variables of the environment that are settings. Every one of the prefix has to be known. */
final class Overrides {

  /** What our variables begin with; those with BLOCKTIER_ alone may be other programs'. */
  private static final List<String> PREFIXES =
      List.of(
          KnownKey.BLOCK_STORE.variable(),
          KnownKey.CACHE.variable(),
          KnownKey.SEGMENTS.variable(),
          KnownKey.PACKED.variable(),
          KnownKey.GATEWAY.variable());

  private final Map<KnownKey, WrittenValue> values;

  private Overrides(Map<KnownKey, WrittenValue> values) {
    this.values = values;
  }

  static Overrides of(Map<String, String> environment, StoreTypes types) throws ConfigException {
    Map<String, KnownKey> known = new HashMap<>();
    types.values().forEach(key -> known.put(key.variable(), key));
    Map<KnownKey, WrittenValue> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      if (PREFIXES.stream().anyMatch(variable.getKey()::startsWith)) {
        Origin origin = Origin.variable(variable.getKey());
        KnownKey key = known.get(variable.getKey());
        if (key == null) {
          String advice = types.adviceForVariable(variable.getKey());
          throw new ConfigException(origin, "means no key; " + advice);
        }
        values.put(key, new WrittenValue(variable.getValue(), origin));
      }
    }
    return new Overrides(values);
  }

  Optional<WrittenValue> type(StorePlace place) {
    return Optional.ofNullable(values.get(place.type()));
  }

  Map<String, WrittenValue> settings(Section section) {
    Map<String, WrittenValue> settings = new LinkedHashMap<>();
    for (Setting<?> setting : section.settings()) {
      WrittenValue value = values.get(section.key(setting.key()));
      if (value != null) {
        settings.put(setting.key(), value);
      }
    }
    return settings;
  }

  /** Refuses a setting of another type: whoever wrote it expects it to have an effect. */
  void requireOnly(StorePlace place, BlockStoreProvider provider) throws ConfigException {
    List<KnownKey> own = place.section(provider).values();
    refuse(
        key -> place.has(key) && !key.equals(place.type()) && !own.contains(key),
        "is of another type than " + place.type().path() + ", which is '" + provider.type() + "'");
  }

  /** Refuses all settings of a section that the document does not have. */
  void requireNone(KnownKey section) throws ConfigException {
    refuse(
        key -> key.path().startsWith(section.path() + "."),
        "has no effect, because the document has no section '"
            + section.path()
            + "'; write one or unset this");
  }

  private void refuse(Predicate<KnownKey> unwanted, String reason) throws ConfigException {
    for (Map.Entry<KnownKey, WrittenValue> value : values.entrySet()) {
      if (unwanted.test(value.getKey())) {
        throw new ConfigException(value.getValue().origin(), value.getKey().path() + ": " + reason);
      }
    }
  }
}
