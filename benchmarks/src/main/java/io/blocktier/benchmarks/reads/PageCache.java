package io.blocktier.benchmarks.reads;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the system has in memory of files. */
final class PageCache {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private PageCache() {}

  /** Has the system forget all of the files below a directory, which are forced before. */
  static void drop(Path directory) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "find",
                directory.toString(),
                "-type",
                "f",
                "-exec",
                "dd",
                "of={}",
                "oflag=nocache",
                "conv=notrunc,fdatasync",
                "count=0",
                "status=none",
                ";")
            .inheritIO()
            .start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("dd did not end within " + PATIENCE);
    }
    if (process.exitValue() != 0) {
      throw new IOException("find ended with status " + process.exitValue());
    }
  }
}
