package io.blocktier.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Another program on the disk that is cut, which forces a file of its own again and again. That
 * makes names durable that nobody forced, and so loses blocks that would be missing as a whole
 * otherwise in another way: under their names, without their bytes.
 */
final class Neighbour implements AutoCloseable {

  private static final int BYTES = 4096;
  private static final int BLOCKS = 64;
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final Duration END = Duration.ofMinutes(2);

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Gate gate;
  private final Bench bench;

  private Neighbour(Gate gate, Bench bench) {
    this.gate = gate;
    this.bench = bench;
  }

  static Neighbour start(Path disk, Gate gate, Bench bench) {
    Neighbour neighbour = new Neighbour(gate, bench);
    bench.effects().executor().execute(() -> neighbour.run(disk.resolve("neighbour")));
    return neighbour;
  }

  private void run(Path file) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long i = 0; !stopped.get(); i++) {
        channel.write(ByteBuffer.allocate(BYTES).putLong(0, i), i % BLOCKS * BYTES);
        channel.force(true);
        bench.effects().sleeper().sleep(PAUSE);
        gate.pass();
      }
    } catch (IOException e) {
      bench.tally().found("the neighbour failed, though nothing was wrong: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  @Override
  public void close() {
    stopped.set(true);
    try {
      if (!ended.await(END.toSeconds(), TimeUnit.SECONDS)) {
        bench.tally().found("the neighbour hangs");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
