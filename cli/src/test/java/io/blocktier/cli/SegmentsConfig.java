package io.blocktier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations with segments, for tests. */
final class SegmentsConfig {

  private SegmentsConfig() {}

  /** Writes one whose calls wait for a while that a slow machine does not need. */
  static Path write(Path directory, Path store, String more) throws IOException {
    return Files.writeString(
        directory.resolve("segments.yaml"),
        Files.readString(LocalConfig.write(directory, store))
            + """
            segments:
              path: %s
              timeout: 30s
            """
                .formatted(directory.resolve("log"))
            + more);
  }
}
