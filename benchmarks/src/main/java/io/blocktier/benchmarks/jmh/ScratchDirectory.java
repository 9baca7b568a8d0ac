package io.blocktier.benchmarks.jmh;

import io.blocktier.benchmarks.harness.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory of a benchmark, on the disk that is measured: -Dblocktier.directory, or /var/tmp. */
final class ScratchDirectory {

  private ScratchDirectory() {}

  static Path create() throws IOException {
    Path parent = Path.of(System.getProperty("blocktier.directory", "/var/tmp"));
    return Files.createTempDirectory(parent, "blocktier-jmh-");
  }

  static void delete(Path directory) throws IOException {
    Directories.delete(directory);
  }
}
