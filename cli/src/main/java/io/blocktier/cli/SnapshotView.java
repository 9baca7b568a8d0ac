package io.blocktier.cli;

import io.blocktier.segments.manifest.Snapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a snapshot is shown. */
final class SnapshotView {

  private SnapshotView() {}

  static String line(Snapshot snapshot) {
    return String.format(
        Locale.ROOT,
        "%s  %,15d  %s",
        Instant.ofEpochMilli(snapshot.createdMillis()),
        snapshot.sequence(),
        Problem.plain(snapshot.name()));
  }

  static Map<String, Object> json(Snapshot snapshot) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("snapshot", snapshot.name());
    json.put("created", Instant.ofEpochMilli(snapshot.createdMillis()).toString());
    json.put("sequence", snapshot.sequence());
    return json;
  }

  /** Checks a name that the user writes. */
  static String requireName(String name) {
    if (name.isEmpty() || name.length() > Snapshot.MAX_NAME_LENGTH) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "the name of a snapshot has %d characters; 1 to %d are allowed",
              name.length(),
              Snapshot.MAX_NAME_LENGTH),
          "write another name");
    }
    return name;
  }
}
