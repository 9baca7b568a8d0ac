package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.blocktier.blockstore.tck.DiskFaultKind;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for all that was appended, whoever else waits for it. */
@Timeout(60)
class SettleTest {

  private final Bench bench = new Bench();

  @Test
  void whatNobodyWaitsForSurvivesOnceItIsSettled() throws IOException {
    SimulatedDisk disk = Bench.disk();
    Journal journal = bench.openWithoutTasks(disk);
    journal.settle(Duration.ZERO);
    Appended first = journal.append(Bench.draft("first", 10));
    Appended second = journal.append(Bench.draft("second", 10));
    assertThat(journal.isDurable(first)).isFalse();
    journal.settle(Bench.PATIENCE);
    assertThat(journal.isDurable(second)).isTrue();
    bench.open(disk.crashLosingAll());
    assertThat(bench.keys()).containsExactly("first", "second");
  }

  @Test
  void whatIsGivenUpIsSettled() throws IOException {
    SimulatedDisk disk = Bench.disk();
    Journal journal = bench.open(disk);
    disk.setFaults(
        DiskFaults.of(1, DiskFaultRule.of(DiskFaultKind.IO_ERROR, 100, DiskOperation.FORCE)));
    journal.append(Bench.draft("lost", 100));
    journal.settle(Bench.PATIENCE);
    assertThat(journal.lost()).extracting(LostRecord::key).containsExactly("lost");
    journal.settle(Duration.ZERO);
  }

  @Test
  void whoSettlesLeavesWhenTheTimeIsOverOrTheThreadIsInterrupted() throws IOException {
    Held held = new Held();
    SimulatedDisk disk = Bench.disk();
    Journal journal = bench.open(disk, Bench.OPTIONS, held);
    held.holding = true;
    Appended appended = journal.append(Bench.draft("k", 10));
    assertThatExceptionOfType(JournalTimeoutException.class)
        .isThrownBy(() -> journal.settle(Duration.ZERO));
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> journal.settle(Bench.PATIENCE));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(journal.isDurable(appended)).isFalse();
    held.letGo();
    assertThat(journal.isDurable(appended)).as("written nevertheless").isTrue();
  }

  /** Runs tasks at once, or when they are let go. */
  private static final class Held extends AbstractExecutorService {
    private final List<Runnable> tasks = new ArrayList<>();
    private boolean holding;

    @Override
    public void execute(Runnable task) {
      if (holding) {
        tasks.add(task);
      } else {
        task.run();
      }
    }

    private void letGo() {
      holding = false;
      tasks.forEach(Runnable::run);
      tasks.clear();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
