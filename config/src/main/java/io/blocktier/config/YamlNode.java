package io.blocktier.config;

import java.util.List;
import java.util.Map;

/** A YAML document reduced to what a configuration is made of, with places. */
sealed interface YamlNode {

  Origin origin();

  /** Text, or nothing at all where {@link #written} is false. */
  record Scalar(WrittenValue value, boolean written) implements YamlNode {

    @Override
    public Origin origin() {
      return value.origin();
    }
  }

  /** Fields in the order of the document. */
  record Mapping(Map<String, Field> fields, Origin origin) implements YamlNode {}

  /** A list in the order of the document. */
  record Sequence(List<YamlNode> items, Origin origin) implements YamlNode {}

  /** A value and the place of its key. */
  record Field(Origin keyOrigin, YamlNode value) {}
}
