package io.blocktier.config;

import io.blocktier.blockstore.spi.BlockStoreProvider;
import io.blocktier.blockstore.spi.Setting;
import io.blocktier.config.YamlNode.Field;
import io.blocktier.config.YamlNode.Mapping;
import io.blocktier.config.YamlNode.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads sections and texts of a document, and explains what cannot be one. */
final class SectionReader {

  private final KnownKeys keys;

  SectionReader(KnownKeys keys) {
    this.keys = keys;
  }

  /** Returns the fields of a section; one without anything in it is empty. */
  Map<String, Field> fields(YamlNode node, String path) throws ConfigException {
    return switch (node) {
      case Mapping mapping -> mapping.fields();
      case Scalar scalar when !scalar.written() -> Map.of();
      default ->
          throw new ConfigException(
              node.origin(), path + ": has to be a section of lines 'key: value'");
    };
  }

  Map<String, WrittenValue> settings(BlockStoreProvider provider, Field section)
      throws ConfigException {
    Map<String, WrittenValue> values = new LinkedHashMap<>();
    String path = KnownKey.ofSection(provider.type()).path();
    for (Map.Entry<String, Field> field : fields(section.value(), path).entrySet()) {
      KnownKey key = KnownKey.ofSetting(provider.type(), field.getKey());
      if (provider.settings().stream().map(Setting::key).noneMatch(field.getKey()::equals)) {
        throw unknown(key, field.getValue());
      }
      values.put(field.getKey(), text(key, field.getValue()));
    }
    return values;
  }

  WrittenValue text(KnownKey key, Field field) throws ConfigException {
    YamlNode node = field.value();
    if (!(node instanceof Scalar scalar)) {
      throw new ConfigException(node.origin(), key.path() + ": has to be a single value");
    }
    if (!scalar.written()) {
      throw new ConfigException(
          field.keyOrigin(), key.path() + ": has no value; write one or remove the key");
    }
    return scalar.value();
  }

  ConfigException unknown(KnownKey key, Field field) {
    KnownKey shown = new KnownKey(key.parent(), Echo.name(key.name()));
    return new ConfigException(
        field.keyOrigin(), shown.path() + ": there is no such key; " + keys.adviceFor(key));
  }
}
