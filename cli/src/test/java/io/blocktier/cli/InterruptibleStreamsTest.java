package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptibleStreamsTest {

  @TempDir Path directory;

  @Test
  void interruptWakesAReaderThatWaits() throws Exception {
    InputStream in = InterruptibleStreams.input(fifo());
    assertThat(interrupted(() -> in.read(new byte[1])))
        .isInstanceOf(ClosedByInterruptException.class);
  }

  @Test
  void interruptWakesAWriterThatWaits() throws Exception {
    OutputStream out = InterruptibleStreams.output(fifo());
    assertThat(interrupted(() -> out.write(new byte[1 << 20])))
        .isInstanceOf(ClosedByInterruptException.class);
  }

  @Test
  void bytesGoThrough() throws Exception {
    FileChannel fifo = fifo();
    InterruptibleStreams.output(fifo).write(new byte[] {1, 2, 3});
    try (InputStream in = InterruptibleStreams.input(fifo)) {
      assertThat(in.readNBytes(3)).containsExactly(1, 2, 3);
    }
    assertThat(fifo.isOpen()).isFalse();
  }

  /** Opened both ways, so that neither opening nor reading ends for want of another side. */
  private FileChannel fifo() throws IOException, InterruptedException {
    Path path = directory.resolve("fifo");
    new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
    assertThat(Files.exists(path)).isTrue();
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Something that waits. */
  @FunctionalInterface
  private interface Waiting {
    void run() throws IOException;
  }

  private static Throwable interrupted(Waiting waiting) throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                waiting.run();
                end.complete(new AssertionError("did not wait"));
              } catch (IOException e) {
                end.complete(e);
              }
            });
    thread.interrupt();
    return end.get(30, TimeUnit.SECONDS);
  }
}
