package io.blocktier.benchmarks.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageCacheTest {

  private static final int BYTES = 1 << 20;

  @TempDir private Path directory;

  @Test
  void whatIsDroppedIsNotInMemoryAndStaysAsItWas() throws Exception {
    assumeFalse(Files.getFileStore(directory).type().equals("tmpfs"), "files that are memory");
    byte[] bytes = new byte[BYTES];
    bytes[BYTES - 1] = 7;
    Path file = Files.createDirectory(directory.resolve("below")).resolve("a file");
    Files.write(file, bytes);
    assertThat(isInMemory(file)).isTrue();
    PageCache.drop(directory);
    assertThat(isInMemory(file)).isFalse();
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  private static boolean isInMemory(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, BYTES).isLoaded();
    }
  }
}
