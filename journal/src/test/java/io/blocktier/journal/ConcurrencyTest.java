package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many who write at once. */
@Timeout(60)
class ConcurrencyTest {

  private static final int WRITERS = 64;
  private static final int ROUNDS = 60;
  private static final JournalOptions ROOMY = new JournalOptions(4 << 20, 32, 1 << 20, 1 << 18);

  private final Bench bench = new Bench();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger forces = new AtomicInteger();
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
  private final CountDownLatch atGate = new CountDownLatch(1);

  /** The file of the first segment, and the one that a task makes ahead. */
  private final CountDownLatch filesMade = new CountDownLatch(2);

  @AfterEach
  void endThreads() {
    executor.close();
  }

  @Test
  void sixtyFourWritersShareForcesAndLoseNothing() throws Exception {
    SimulatedDisk disk = Bench.disk(this::pass);
    Journal journal = bench.open(disk, ROOMY, executor);
    Map<Long, String> acknowledged = new ConcurrentHashMap<>();
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      writers.add(executor.submit(() -> write(journal, "w" + number, acknowledged)));
    }
    for (Future<?> writer : writers) {
      writer.get(1, TimeUnit.MINUTES);
    }
    assertThat(acknowledged).hasSize(WRITERS * ROUNDS);
    assertThat(bench.durableSoFar()).isSorted().doesNotHaveDuplicates();
    assertThat(forces.get()).isLessThan(WRITERS * ROUNDS);
    bench.open(disk.crashLosingAll());
    assertThat(bench.generations()).isSorted().hasSize(WRITERS * ROUNDS);
    assertThat(bench.generations()).containsExactlyInAnyOrderElementsOf(acknowledged.keySet());
    assertThat(bench.damages).isEmpty();
  }

  private Void write(Journal journal, String name, Map<Long, String> acknowledged)
      throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      String key = name + "-" + round;
      Appended appended = Bench.put(journal, key, 100 + round * 37);
      assertThat(Bench.read(journal, appended.position()))
          .isEqualTo(Bench.payload(key, appended.position().length()));
      acknowledged.put(appended.generation(), key);
    }
    return null;
  }

  @Test
  void anInterruptedWaiterLeavesAndItsRecordIsWritten() throws Exception {
    Journal journal = held();
    Future<?> leader = executor.submit(() -> Bench.put(journal, "leader", 10));
    atGate.await();
    Appended abandoned = journal.append(Bench.draft("abandoned", 10));
    CountDownLatch stillInterrupted = new CountDownLatch(1);
    Future<?> waiter =
        executor.submit(() -> {
          Thread.currentThread().interrupt();
          assertThatExceptionOfType(InterruptedIOException.class)
              .isThrownBy(() -> journal.awaitDurable(abandoned, Bench.PATIENCE));
          assertThat(Thread.interrupted()).isTrue();
          stillInterrupted.countDown();
        });
    waiter.get(1, TimeUnit.MINUTES);
    gate.release(1000);
    leader.get(1, TimeUnit.MINUTES);
    journal.close();
    assertThat(stillInterrupted.getCount()).isZero();
    assertThat(journal.isDurable(abandoned)).isTrue();
  }

  @Test
  void aWaiterWhoseTimeIsOverLeavesAndItsRecordIsWrittenByATask() throws Exception {
    Journal journal = held();
    Future<?> leader = executor.submit(() -> Bench.put(journal, "leader", 10));
    atGate.await();
    Appended abandoned = journal.append(Bench.draft("abandoned", 10));
    assertThatExceptionOfType(JournalTimeoutException.class)
        .isThrownBy(() -> journal.awaitDurable(abandoned, Duration.ZERO));
    gate.release(1000);
    leader.get(1, TimeUnit.MINUTES);
    awaitListener(abandoned.generation());
    assertThat(journal.isDurable(abandoned)).isTrue();
    journal.close();
  }

  @Test
  void whoIsInterruptedWhereNobodyElseWaitsLeavesAndItsRecordIsWritten() throws Exception {
    Journal journal = bench.open(Bench.disk(this::pass), ROOMY, executor);
    Appended appended = journal.append(Bench.draft("k", 10));
    Future<Boolean> writer =
        executor.submit(() -> {
          Thread.currentThread().interrupt();
          assertThatExceptionOfType(InterruptedIOException.class)
              .isThrownBy(() -> journal.awaitDurable(appended, Bench.PATIENCE));
          return Thread.interrupted();
        });
    assertThat(writer.get(1, TimeUnit.MINUTES)).isTrue();
    journal.awaitDurable(appended, Bench.PATIENCE);
    journal.close();
  }

  @Test
  void whoWaitsBehindALeaderIsLedByTheNext() throws Exception {
    Journal journal = held();
    Future<?> leader = executor.submit(() -> Bench.put(journal, "leader", 10));
    atGate.await();
    List<Future<?>> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Appended appended = journal.append(Bench.draft("k" + i, 10));
      others.add(executor.submit(() -> await(journal, appended)));
    }
    gate.release(1000);
    leader.get(1, TimeUnit.MINUTES);
    for (Future<?> other : others) {
      other.get(1, TimeUnit.MINUTES);
    }
    journal.close();
  }

  @Test
  void closeWaitsForThoseWhoWrite() throws Exception {
    Journal journal = held();
    Future<?> leader = executor.submit(() -> Bench.put(journal, "leader", 10));
    atGate.await();
    Appended queued = journal.append(Bench.draft("queued", 10));
    Future<?> close =
        executor.submit(() -> {
          journal.close();
          return null;
        });
    gate.release(1000);
    close.get(1, TimeUnit.MINUTES);
    leader.get(1, TimeUnit.MINUTES);
    assertThat(journal.isDurable(queued)).isTrue();
  }

  private static Void await(Journal journal, Appended appended) throws IOException {
    journal.awaitDurable(appended, Bench.PATIENCE);
    return null;
  }

  /** Returns a journal that has a file ready, and whose next write stops at the gate. */
  private Journal held() throws IOException, InterruptedException, ExecutionException {
    Journal journal = bench.open(Bench.disk(this::pass), ROOMY, executor);
    Bench.put(journal, "before", 10);
    filesMade.await();
    gate.drainPermits();
    return journal;
  }

  private void awaitListener(long generation) throws InterruptedException {
    assertThat(bench.awaitDurable(generation)).isTrue();
  }

  private void pass(DiskOperation operation, Path path) throws IOException {
    if (operation == DiskOperation.RENAME && path.toString().contains(".seg")) {
      filesMade.countDown();
    }
    if (operation == DiskOperation.FORCE) {
      forces.incrementAndGet();
    }
    if (operation == DiskOperation.WRITE && path.toString().contains(".seg")) {
      if (gate.availablePermits() == 0) {
        atGate.countDown();
      }
      gate.acquireUninterruptibly();
    }
  }
}
