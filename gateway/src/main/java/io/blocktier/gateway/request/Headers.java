package io.blocktier.gateway.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The headers of an answer, in their order. For one thread. */
public final class Headers {

  private final List<Map.Entry<String, String>> lines = new ArrayList<>();

  /** Makes an empty list. */
  public Headers() {}

  /** Adds a header. */
  public Headers add(String name, String value) {
    lines.add(Map.entry(name, value));
    return this;
  }

  /** Adds a header where there is a value for it. */
  public Headers add(String name, Optional<String> value) {
    value.ifPresent(text -> add(name, text));
    return this;
  }

  /** Replaces whatever a header had. */
  public Headers set(String name, String value) {
    lines.removeIf(line -> line.getKey().equalsIgnoreCase(name));
    return add(name, value);
  }

  /** Returns all lines, as they are at each time. */
  public List<Map.Entry<String, String>> lines() {
    return Collections.unmodifiableList(lines);
  }
}
