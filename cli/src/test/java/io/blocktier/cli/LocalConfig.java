package io.blocktier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations for tests. */
final class LocalConfig {

  private LocalConfig() {}

  static Path write(Path directory, Path store) throws IOException {
    String yaml = "block_store:\n  type: local\n  local:\n    path: %s\n".formatted(store);
    return Files.writeString(directory.resolve("local.yaml"), yaml);
  }

  /** Writes one with a cache whose pauses are short. */
  static Path cached(Path directory, Path store, Path cache) throws IOException {
    return Files.writeString(
        directory.resolve("cached.yaml"),
        Files.readString(write(directory, store))
            + """
            cache:
              path: %s
              size: 64MiB
              flush: {backoff: 1ms, max_backoff: 10ms}
            """
                .formatted(cache));
  }

  static Path memory(Path directory, String maxBytes) throws IOException {
    String yaml =
        "block_store:\n  type: memory\n  memory:\n    max_bytes: %s\n".formatted(maxBytes);
    return Files.writeString(directory.resolve("memory.yaml"), yaml);
  }
}
