package io.blocktier.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {

  @TempDir Path parent;

  @Test
  void whatAServerStillWritesWhileItEndsIsRemovedToo() throws Exception {
    Path directory = Files.createDirectories(parent.resolve("server"));
    CountDownLatch begun = new CountDownLatch(1);
    Thread server =
        Thread.ofPlatform()
            .start(() ->
                IntStream.range(0, 100)
                    .forEach(i -> {
                      write(directory.resolve("folder-" + i % 10), "file-" + i);
                      begun.countDown();
                    }));
    begun.await();
    Directories.delete(directory);
    server.join();
    Directories.delete(directory);
    assertThat(directory).doesNotExist();
  }

  private static void write(Path folder, String name) {
    try {
      Files.createDirectories(folder);
      Files.createFile(folder.resolve(name));
    } catch (IOException goneMeanwhile) {
      if (Files.exists(folder.resolve(name))) {
        throw new UncheckedIOException(goneMeanwhile);
      }
    }
  }
}
