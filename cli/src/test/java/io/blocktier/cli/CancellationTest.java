package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class CancellationTest extends LocalStoreTest {

  @Test
  void interruptedRunEndsWith130AndLeavesNoFile() throws Exception {
    Spools spools = Spools.now();
    CountDownLatch reading = new CountDownLatch(1);
    Cancellation cancellation = new Cancellation(Thread.currentThread());
    try (var user = Executors.newVirtualThreadPerTaskExecutor()) {
      user.execute(() -> {
        awaitQuietly(reading);
        cancellation.cancel(Duration.ofSeconds(30));
      });
      Outcome outcome =
          new Cli().stdin(new Endless(reading)).execute(cancellation, "put", "-", uri("k"));
      assertThat(outcome.status()).isEqualTo(130);
      assertThat(outcome.err()).isEqualTo("blocktier: cancelled\n");
      reading.countDown();
    }
    assertThat(Cli.run("ls", "-r", uri("")).lines()).isEmpty();
    spools.assertNoneStays();
  }

  @Test
  void cancellationAfterTheEndChangesNothing() {
    Cancellation cancellation = new Cancellation(Thread.currentThread());
    assertThat(new Cli().execute(cancellation, "ls", "mem:").status()).isZero();
    cancellation.cancel(Duration.ofSeconds(1));
    assertThat(cancellation.requested()).isFalse();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void readerThatWentAwayIsNoNews() {
    put("k", "1");
    Outcome outcome = new Cli().stdout(new Closed()).execute("get", uri("k"), "-");
    assertThat(outcome.status()).isEqualTo(141);
    assertThat(outcome.err()).isEmpty();
    assertThat(new Cli().stdout(new Closed()).execute("ls", uri("")).status()).isEqualTo(141);
  }

  @Test
  void outputFileThatIsFullIsAnError() {
    put("k", "1");
    Outcome outcome = new Cli().stdout(new Closed()).outputToFile().execute("get", uri("k"), "-");
    assertFails(outcome, 1, "input or output failed");
  }

  @Test
  void terminalGetsItsLinesAtOnceAndNoProgressForShortWork() {
    put("k", "1");
    Outcome outcome = new Cli().onTerminal().execute("ls", uri(""));
    assertThat(outcome.out()).isEqualTo("k\n");
    assertThat(outcome.err()).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Delivers bytes until the reading thread is interrupted. */
  private static final class Endless extends InputStream {
    private final CountDownLatch reading;
    private long delivered;

    Endless(CountDownLatch reading) {
      this.reading = reading;
    }

    @Override
    public int read() {
      throw new AssertionError("read byte by byte");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (delivered > ByteSpool.MEMORY_BYTES) {
        reading.countDown();
        awaitInterrupt();
      }
      delivered += length;
      return length;
    }

    private static void awaitInterrupt() throws IOException {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException();
      }
    }
  }

  /** Takes nothing. */
  private static final class Closed extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }
}
