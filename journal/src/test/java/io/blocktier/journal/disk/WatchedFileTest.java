package io.blocktier.journal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.blocktier.blockstore.spi.DiskFile;
import io.blocktier.blockstore.spi.DiskRead;
import io.blocktier.blockstore.spi.DiskRead.Asking;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    private boolean readsByItself;
    private boolean fails;
    private int closed;
    private final List<Asking> asked = new ArrayList<>();

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
    public @Nullable DiskRead beginRead(int length, long position, Asking asking) {
      asked.add(asking);
      return readsByItself ? new ReadOfSevens(length) : null;
    }

    /** Ends when the delay is over, whoever waits. */
    private final class ReadOfSevens implements DiskRead {

      private final ByteBuffer bytes;
      private Duration left = delay;

      ReadOfSevens(int length) {
        byte[] sevens = new byte[length];
        Arrays.fill(sevens, (byte) 7);
        bytes = ByteBuffer.wrap(sevens);
      }

      @Override
      public boolean await(Duration timeout) throws IOException {
        Duration waited = left.compareTo(timeout) < 0 ? left : timeout;
        try {
          simulation.sleeper().sleep(waited);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        left = left.minus(waited);
        return left.isZero();
      }

      @Override
      public ByteBuffer bytes() throws IOException {
        assertThat(left).isZero();
        if (fails) {
          throw new IOException("no sevens");
        }
        return bytes;
      }

      @Override
      public void close() {
        assertThat(left).isZero();
        closed++;
      }
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

  @Test
  void whatTheDiskReadsByItselfNeedsNoTask() {
    simulation.run(() -> {
      sevens.readsByItself = true;
      sevens.delay = DEADLINE;
      ByteBuffer target = ByteBuffer.allocate(100);
      assertThat(file.read(target, 0)).isEqualTo(100);
      assertThat(target.array()).containsOnly(7);
      assertThat(sevens.taskReads).isFalse();
      assertThat(sevens.closed).isOne();
      assertThat(watch.longest()).isZero();
    });
  }

  @Test
  void aReadOfTheDiskItselfIsGivenBackWhenItComesThoughItsCallerIsGone() {
    simulation.run(() -> {
      sevens.readsByItself = true;
      sevens.delay = HANG;
      ByteBuffer target = ByteBuffer.allocate(100);
      assertThatExceptionOfType(DiskStalledException.class)
          .isThrownBy(() -> file.read(target, 0))
          .withMessage("the disk of /d has not answered for 10 s: reading f");
      assertThat(watch.isStalled()).isTrue();
      assertThatExceptionOfType(DiskStalledException.class).isThrownBy(() -> file.read(target, 0));
      assertThat(sevens.closed).isZero();
      simulation.sleeper().sleep(HANG);
      assertThat(watch.isStalled()).isFalse();
      assertThat(watch.longest()).isZero();
      assertThat(sevens.closed).isOne();
      assertThat(target.array()).containsOnly(0);
    });
  }

  @Test
  void onlyADeviceThatHasJustAnsweredIsAskedByTheCaller() {
    simulation.run(() -> {
      sevens.readsByItself = true;
      file.read(ByteBuffer.allocate(1), 0);
      file.read(ByteBuffer.allocate(1), 0);
      simulation.sleeper().sleep(Duration.ofNanos(DiskWatch.JUST_NANOS));
      file.read(ByteBuffer.allocate(1), 0);
      simulation.sleeper().sleep(Duration.ofNanos(DiskWatch.JUST_NANOS + 1));
      file.read(ByteBuffer.allocate(1), 0);
      assertThat(sevens.asked)
          .containsExactly(Asking.BY_SYSTEM, Asking.BY_CALLER, Asking.BY_CALLER, Asking.BY_SYSTEM);
    });
  }

  @Test
  void aReadOfTheDiskItselfThatFailsIsAnErrorAndGivenBack() {
    simulation.run(() -> {
      sevens.readsByItself = true;
      sevens.fails = true;
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> file.read(ByteBuffer.allocate(100), 0))
          .withMessage("no sevens");
      assertThat(sevens.closed).isOne();
      assertThat(watch.longest()).isZero();
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
