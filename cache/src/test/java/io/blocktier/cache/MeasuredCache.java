package io.blocktier.cache;

import io.blocktier.blockstore.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The directory of a cache that is measured.
 *
 * @param root the directory
 */
record MeasuredCache(Path root) {

  CacheOptions options(IndexKind index) {
    return new CacheOptions(
        root,
        8L << 30,
        2_000_000,
        index,
        2L << 30,
        16 << 20,
        Durability.LOCAL,
        Duration.ofMinutes(2),
        16,
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        new ReadOptions(64 << 20, 1 << 20, 2 << 20, 16 << 20, 64 << 20));
  }

  /** Empties the directory. */
  void empty() throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(root);
  }
}
