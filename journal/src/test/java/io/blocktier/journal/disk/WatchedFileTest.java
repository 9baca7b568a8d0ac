package io.blocktier.journal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.blocktier.blockstore.spi.DiskFile;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who reads where, and into what. */
class WatchedFileTest {

  private static final Path FILE = Path.of("/d/f");
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration HANG = Duration.ofMinutes(1);

  private final Simulation simulation = new Simulation(1, 10_000);
  private final Signals signals = simulation.signals();
  private final DiskWatch watch =
      new DiskWatch(
          Path.of("/d"),
          DEADLINE,
          simulation.effects().ticker(),
          signals,
          simulation.effects().executor());

  /** A file of sevens, whose reads may be slow, and in memory. */
  private final class Sevens implements DiskFile {

    private Duration delay = Duration.ZERO;
    private boolean inMemory;
    private boolean taskReads;

    @Override
    public boolean isInMemory(long position, int length) {
      return inMemory;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      taskReads = watch.isWithin();
      pause();
      int count = target.remaining();
      while (target.hasRemaining()) {
        target.put((byte) 7);
      }
      return count;
    }

    @Override
    public void write(ByteBuffer[] sources, long position) throws IOException {
      pause();
    }

    private void pause() throws IOException {
      try {
        simulation.sleeper().sleep(delay);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void force() {}

    @Override
    public long size() {
      return Long.MAX_VALUE;
    }

    @Override
    public void close() {}
  }

  private final Sevens sevens = new Sevens();
  private final DiskFile file = new WatchedFile(sevens, FILE, watch, new ReadBuffers());

  @Test
  void aReadThatComesBackLateWritesNothingIntoWhatItsCallerTookBack() {
    simulation.run(() -> {
      ByteBuffer target = ByteBuffer.allocate(100);
      sevens.delay = HANG;
      assertThatExceptionOfType(DiskStalledException.class)
          .isThrownBy(() -> file.read(target, 0))
          .withMessage("the disk of /d has not answered for 10 s: reading f");
      assertThat(watch.isStalled()).isTrue();
      simulation.sleeper().sleep(HANG);
      assertThat(watch.isStalled()).isFalse();
      assertThat(watch.longest()).isZero();
      assertThat(target.array()).containsOnly(0);
    });
  }

  @Test
  void whatIsInMemoryIsReadByTheCallerUnlessTheFileIsBeingWritten() {
    simulation.run(() -> {
      sevens.inMemory = true;
      assertThat(file.read(ByteBuffer.allocate(1000), 0)).isEqualTo(1000);
      assertThat(sevens.taskReads).isFalse();
      sevens.delay = Duration.ofSeconds(1);
      watch.start(() -> writeSomething());
      simulation.step();
      while (watch.longest().isZero()) {
        simulation.sleeper().sleep(Duration.ofMillis(1));
      }
      assertThat(file.read(ByteBuffer.allocate(1000), 0)).isEqualTo(1000);
      assertThat(sevens.taskReads).isTrue();
    });
  }

  private void writeSomething() {
    try {
      file.write(new ByteBuffer[] {ByteBuffer.allocate(1)}, 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLongReadComesInPiecesAndWhole() {
    simulation.run(() -> {
      ByteBuffer target = ByteBuffer.allocate(3 * ReadBuffers.BUFFER_BYTES + 5);
      assertThat(file.read(target, 0)).isEqualTo(target.capacity());
      assertThat(target.array()).containsOnly(7);
    });
  }

  @Test
  void aCallThatMakesItsDeadlineIsNoStall() {
    simulation.run(() -> {
      sevens.delay = DEADLINE;
      assertThat(file.read(ByteBuffer.allocate(10), 0)).isEqualTo(10);
    });
  }
}
