package io.blocktier.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON, one line for each value, and reads what another process wrote so. */
final class Json {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}

  static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static JsonNode read(String line) {
    return MAPPER.readTree(line);
  }
}
