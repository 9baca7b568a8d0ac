package io.blocktier.config;

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

  /** Returns what is written in a section, by the keys that it declares. */
  Map<String, WrittenValue> settings(Section section, Field written) throws ConfigException {
    Map<KnownKey, WrittenValue> texts = new LinkedHashMap<>();
    collect(section, section.path(), written, texts);
    Map<String, WrittenValue> values = new LinkedHashMap<>();
    texts.forEach(
        (key, text) -> values.put(key.path().substring(section.path().length() + 1), text));
    return values;
  }

  private void collect(
      Section section, String path, Field written, Map<KnownKey, WrittenValue> texts)
      throws ConfigException {
    for (Map.Entry<String, Field> field : fields(written.value(), path).entrySet()) {
      KnownKey key = new KnownKey(path, field.getKey());
      if (section.sections().contains(key)) {
        collect(section, key.path(), field.getValue(), texts);
      } else if (section.values().contains(key)) {
        texts.put(key, text(key, field.getValue()));
      } else {
        throw unknown(key, field.getValue());
      }
    }
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
