package io.blocktier.gateway.request;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The decoded query of a request. Immutable and thread-safe. */
public final class Query {

  private static final Query EMPTY = new Query(Map.of());

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /** Decodes a query; of a name that is there twice the first counts. */
  public static Query parse(String raw) throws S3Exception {
    if (raw.isEmpty()) {
      return EMPTY;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = PercentCoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : PercentCoding.decodeQuery(pair.substring(equals + 1));
      values.putIfAbsent(name, value);
    }
    return new Query(Collections.unmodifiableMap(values));
  }

  /** Tells whether a parameter is there, with or without a value. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Returns the value of a parameter, empty text where it has none. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Returns the value of a parameter that has to be there. */
  public String require(String name) throws S3Exception {
    return get(name)
        .orElseThrow(
            () -> new S3Exception(S3ErrorCode.INVALID_ARGUMENT, "Parameter missing: " + name));
  }

  /** Returns a number, or what stands for it where the parameter is not there or empty. */
  public int number(String name, int absent, int least, int most) throws S3Exception {
    String text = values.getOrDefault(name, "");
    if (text.isEmpty()) {
      return absent;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return Math.min(number, most);
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT,
        "Provided " + name + " not an integer or within integer range",
        Map.of("ArgumentName", name, "ArgumentValue", text));
  }

  /** Returns the names of all parameters in their order. */
  public Set<String> names() {
    return values.keySet();
  }
}
