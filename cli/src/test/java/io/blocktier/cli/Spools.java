package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Temporary files of standard input. Other processes that run tests have theirs beside ours, and
 * nobody knows whose is whose: but theirs go by themselves.
 */
final class Spools {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Set<Path> before;

  private Spools(Set<Path> before) {
    this.before = before;
  }

  /** Notes those that are there. */
  static Spools now() throws IOException {
    return new Spools(all());
  }

  /** Waits until those that have come since are gone. */
  void assertNoneStays() throws IOException {
    Set<Path> since = new HashSet<>(all());
    since.removeAll(before);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (since.stream().anyMatch(Files::exists)) {
      assertThat(System.nanoTime() - end).as("one of %s stays", since).isNegative();
      Thread.onSpinWait();
    }
  }

  private static Set<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().matches("blocktier-\\d+\\.tmp"))
          .collect(Collectors.toSet());
    }
  }
}
