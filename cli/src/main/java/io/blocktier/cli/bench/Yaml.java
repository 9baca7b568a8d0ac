package io.blocktier.cli.bench;

import io.blocktier.blockstore.spi.SettingType;
import java.util.ArrayList;
import java.util.List;

/** Writes a configuration: sections, keys, and why a value is what it is. For one thread. */
final class Yaml {

  private final List<String> lines = new ArrayList<>();

  Yaml comment(String text) {
    lines.add("# " + text);
    return this;
  }

  Yaml section(int depth, String name) {
    lines.add("  ".repeat(depth) + name + ":");
    return this;
  }

  Yaml value(int depth, String key, String value) {
    lines.add("  ".repeat(depth) + key + ": " + value);
    return this;
  }

  Yaml value(int depth, String key, String value, String why) {
    lines.add("  ".repeat(depth) + key + ": " + value + " # " + why);
    return this;
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** Whatever a path or a URI has in it, it is one text. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A size as people write it, rounded down to a number of its unit that is easy to read. */
  static String size(long bytes) {
    long unit = 1;
    while (bytes / unit >= 8 << 10) {
      unit <<= 10;
    }
    return SettingType.SIZE.printer().apply(bytes / unit * unit);
  }
}
