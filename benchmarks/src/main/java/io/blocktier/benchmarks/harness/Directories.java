package io.blocktier.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What measurements leave on a disk. */
public final class Directories {

  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private Directories() {}

  /**
   * Removes a directory with all that is in it, except for what goes by itself meanwhile. What
   * comes meanwhile, of a server that is about to end, is removed, too, for as long as that may
   * take.
   *
   * @param directory which; it need not be there
   * @throws IOException if something cannot be removed
   */
  public static void delete(Path directory) throws IOException {
    for (int attempt = 1; Files.exists(directory); attempt++) {
      try {
        for (Path path : walk(directory).reversed()) {
          Files.deleteIfExists(path);
        }
        return;
      } catch (DirectoryNotEmptyException | NoSuchFileException changed) {
        if (attempt == ATTEMPTS) {
          throw changed;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Copies a directory with all that is in it, and has the disk take it before this returns. */
  static void copy(Path from, Path to) throws IOException {
    for (Path path : walk(from)) {
      Path copy = to.resolve(from.relativize(path));
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES); // Ehcache compares times
        try (FileChannel written = FileChannel.open(copy, StandardOpenOption.WRITE)) {
          written.force(true);
        }
      }
    }
  }

  private static List<Path> walk(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.sorted(Comparator.naturalOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
