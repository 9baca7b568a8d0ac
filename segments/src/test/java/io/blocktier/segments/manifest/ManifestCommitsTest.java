package io.blocktier.segments.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ManifestCommitsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Bench bench = new Bench();

  private ManifestCommits commits(Duration patience) throws Exception {
    return new ManifestCommits(bench.writer("w"), Signals.ofThreads(), patience);
  }

  @Test
  void commitsOfManyThreadsAllCount() throws Exception {
    ManifestCommits commits = commits(PATIENCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> took = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        took.add(
            threads.submit(() -> {
              long id = commits.reserve(1).first();
              commits.commit(newest -> List.of(Sample.add(id)));
              return id;
            }));
      }
      List<Long> ids = new ArrayList<>();
      for (Future<Long> one : took) {
        ids.add(one.get());
      }
      assertThat(commits.current().segments().keySet()).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  @Test
  void aPlanThatChangesNothingCommitsNothing() throws Exception {
    ManifestCommits commits = commits(PATIENCE);
    long number = commits.current().number();
    assertThat(commits.commit(newest -> List.of()).number()).isEqualTo(number);
    assertThat(bench.reader().current().number()).isEqualTo(number);
  }

  @Test
  void aPlanThatGivesUpLetsTheNextOneIn() throws Exception {
    ManifestCommits commits = commits(PATIENCE);
    assertThatThrownBy(() ->
            commits.commit(newest -> {
              throw new RefusedEditException("not today");
            }))
        .isInstanceOf(RefusedEditException.class);
    assertThat(commits.reserve(1).first()).isEqualTo(1);
  }

  @Test
  void whoWaitsTooLongForItsTurnIsToldAndTheOthersGoOn() throws Exception {
    ManifestCommits commits = commits(Duration.ofMillis(1));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Manifest> slow =
          threads.submit(() ->
              commits.commit(newest -> {
                inside.countDown();
                awaitCalmly(go);
                return List.of(new Edit.Reserve(1));
              }));
      inside.await();
      assertThatThrownBy(() -> commits.reserve(1))
          .isInstanceOf(ContendedException.class)
          .hasMessageContaining("no turn");
      go.countDown();
      assertThat(slow.get().nextId()).isEqualTo(2);
    }
    assertThat(commits.reserve(1).first()).isEqualTo(2);
  }

  @Test
  void aPlanSeesWhatACommitInDoubtHasDone() throws Exception {
    Switch store = new Switch(bench.store, lostAfterwards());
    ManifestCommits commits =
        new ManifestCommits(bench.writer("w", store), Signals.ofThreads(), PATIENCE);
    long id = commits.reserve(1).first();
    store.on = true;
    assertThatThrownBy(() -> commits.commit(newest -> List.of(Sample.add(id))))
        .isInstanceOf(DoubtfulCommitException.class);
    store.on = false;
    commits.commit(newest -> {
      assertThat(newest.segments()).containsOnlyKeys(id);
      return List.of();
    });
  }

  /** Writes arrive, and nobody hears of it; nobody can look either. */
  private BlockStore lostAfterwards() {
    return bench.faulty(
        FaultRule.of(FaultKind.LOST_AFTER, 100, Operation.WRITE),
        FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.READ, Operation.STAT));
  }

  private static void awaitCalmly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
