package io.blocktier.journal;

import static io.blocktier.blockstore.tck.DiskFaultKind.IO_ERROR;
import static io.blocktier.blockstore.tck.DiskOperation.FORCE;
import static io.blocktier.blockstore.tck.DiskOperation.OPEN;
import static io.blocktier.blockstore.tck.DiskOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.blocktier.blockstore.tck.DiskFaultKind;
import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A force or a write that fails. */
class FailedForceTest {

  private final Bench bench = new Bench();
  private final List<String> calls = new ArrayList<>();
  private PathHook beforeWrite = _ -> {};

  /** Sees the file of a segment before it is written. */
  @FunctionalInterface
  private interface PathHook {
    void before(Path path) throws IOException;
  }

  @Test
  void whatWaitsGoesToAFreshSegmentAndKeepsItsPosition() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    Appended before = Bench.put(journal, "before", 100);
    disk.setFaults(DiskFaults.of(1, once(IO_ERROR, FORCE)));
    Appended first = journal.append(Bench.draft("first", 100));
    Appended second = journal.append(Bench.draft("second", 20_000));
    journal.awaitDurable(first, Bench.PATIENCE);
    assertThat(bench.poisoned).containsExactly(before.position().segment());
    assertThat(journal.isDurable(second)).isTrue();
    assertThat(Bench.read(journal, second.position())).isEqualTo(Bench.payload("second", 20_000));
    assertThat(journal.attributes(second.position())).asString().isEqualTo("about second");
    bench.open(disk.crashLosingAll());
    assertThat(bench.keys()).containsExactly("before", "first", "second");
    assertThat(bench.damages).isEmpty();
  }

  @Test
  void aPoisonedFileIsNeitherWrittenNorForcedAgainAndRemovedWithItsSegment() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    Appended before = Bench.put(journal, "before", 100);
    String name = segments(disk).getFirst();
    disk.setFaults(DiskFaults.of(1, once(IO_ERROR, FORCE)));
    Bench.put(journal, "first", 100);
    int failed = calls.indexOf("FORCE " + name);
    calls.clear();
    Bench.put(journal, "later", 100);
    journal.release(before.position().segment());
    assertThat(failed).isNotNegative();
    assertThat(calls).doesNotContain("FORCE " + name, "WRITE " + name).contains("DELETE " + name);
    bench.open(disk.crashLosingAll());
    assertThat(bench.keys()).containsExactly("first", "later");
  }

  @Test
  void aFileWhoseReleaseCannotBeForcedIsRemovedAndItsRecordsDoNotComeBack() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    Appended oldest = Bench.put(journal, "oldest", 100);
    Appended newest = oldest;
    while (newest.position().segment() == oldest.position().segment()) {
      newest = Bench.put(journal, "filler", 20_000);
    }
    disk.setFaults(DiskFaults.of(1, once(IO_ERROR, FORCE)));
    int files = segments(disk).size();
    journal.release(oldest.position().segment());
    assertThat(segments(disk)).hasSize(files - 1);
    bench.open(disk.crashLosingAll());
    assertThat(bench.keys()).doesNotContain("oldest").contains("filler");
  }

  private static List<String> segments(SimulatedDisk disk) throws IOException {
    return disk.names(Bench.DIRECTORY).stream()
        .filter(SegmentDirectory::isSegment)
        .sorted()
        .toList();
  }

  @Test
  void aFailedWritePoisonsTheSegmentToo() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    Bench.put(journal, "before", 100);
    disk.setFaults(DiskFaults.of(1, once(IO_ERROR, WRITE)));
    Bench.put(journal, "first", 100);
    assertThat(bench.poisoned).hasSize(1);
    bench.open(disk.crashLosingAll());
    assertThat(bench.keys()).containsExactly("before", "first");
  }

  @Test
  void whatFollowsOnRecordsThatNeverGotAFileIsReadableAndSurvives() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.openWithoutTasks(disk);
    disk.setFaults(DiskFaults.of(1, DiskFaultRule.of(IO_ERROR, 100, FORCE)));
    Appended lost = journal.append(Bench.draft("lost", 100));
    assertThatIOException().isThrownBy(() -> journal.awaitDurable(lost, Bench.PATIENCE));
    disk.setFaults(DiskFaults.of(1));
    Appended next = Bench.put(journal, "next", 200);
    assertThat(journal.attributes(next.position())).asString().isEqualTo("about next");
    assertThat(Bench.read(journal, next.position())).isEqualTo(Bench.payload("next", 200));
    assertThat(Bench.read(journal, lost.position())).isEqualTo(Bench.payload("lost", 100));
    assertThat(journal.lost()).extracting(LostRecord::key).containsExactly("lost");
    journal.discard(lost.generation());
    assertThat(journal.lost()).isEmpty();
    bench.open(disk.crashLosingAll());
    assertThat(bench.keys()).containsExactly("next");
    assertThat(bench.damages).isEmpty();
  }

  @Test
  void aPoisonedSegmentTellsWhatACrashWouldLeaveOfIt() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    Appended before = Bench.put(journal, "before", 100);
    disk.setFaults(DiskFaults.of(1, DiskFaultRule.of(IO_ERROR, 100, FORCE)));
    journal.append(Bench.draft("lost", 100));
    journal.settle(Bench.PATIENCE);
    assertThat(bench.poisoned).contains(before.position().segment());
    assertThat(journal.holds(before.position().segment(), Set.of("before", "another"))).isTrue();
    assertThat(journal.holds(before.position().segment(), Set.of("another"))).isFalse();
  }

  @Test
  void afterASecondFailureWhoWaitsIsToldAndLaterRecordsGoOn() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    Bench.put(journal, "before", 100);
    disk.setFaults(DiskFaults.of(1, DiskFaultRule.of(IO_ERROR, 100, FORCE)));
    Appended lost = journal.append(Bench.draft("lost", 100));
    assertThatIOException().isThrownBy(() -> journal.awaitDurable(lost, Bench.PATIENCE));
    assertThatIOException().isThrownBy(() -> journal.awaitDurable(lost, Bench.PATIENCE));
    assertThat(bench.failed).containsExactly(lost.generation());
    disk.setFaults(DiskFaults.of(1));
    Appended later = Bench.put(journal, "later", 100);
    assertThat(journal.isDurable(lost)).isFalse();
    assertThat(journal.isDurable(later)).isTrue();
    bench.open(disk.crashLosingAll());
    assertThat(bench.keys()).containsExactly("before", "later");
    assertThat(bench.damages).isEmpty();
  }

  @Test
  void whatWasGivenUpNeverCountsAsDurableAlsoWhenItsSegmentIsGone() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    Appended lost = giveUp(journal, disk);
    journal.discard(lost.generation());
    Appended newest = Bench.put(journal, "later", 20_000);
    long first = newest.position().segment();
    while (newest.position().segment() == first) {
      newest = Bench.put(journal, "later", 20_000);
    }
    for (long segment : journal.segmentsOldestFirst()) {
      if (segment < newest.position().segment()) {
        journal.release(segment);
      }
    }
    assertThat(journal.segmentsOldestFirst()).containsExactly(newest.position().segment());
    assertThat(journal.isDurable(lost)).isFalse();
    assertThatIOException().isThrownBy(() -> journal.awaitDurable(lost, Bench.PATIENCE));
  }

  private static Appended giveUp(Journal journal, SimulatedDisk disk) throws IOException {
    disk.setFaults(DiskFaults.of(1, DiskFaultRule.of(IO_ERROR, 100, FORCE).onNames(".*seg.*")));
    Appended lost = journal.append(Bench.draft("lost", 100));
    assertThatIOException().isThrownBy(() -> journal.awaitDurable(lost, Bench.PATIENCE));
    disk.setFaults(DiskFaults.of(1));
    return lost;
  }

  /** The system takes for clean what it could not force, and shows it to the next process. */
  @Test
  void whatTheNextProcessFindsOfAFailedForceSurvivesAPowerCut() throws IOException {
    int found = 0;
    for (int seed = 0; seed < 50; seed++) {
      SimulatedDisk disk = watched();
      Journal journal = bench.open(disk);
      Bench.put(journal, "before", 100);
      disk.setFaults(
          DiskFaults.of(seed, DiskFaultRule.of(IO_ERROR, 100, FORCE).onNames(".*seg.*")));
      Appended lost = journal.append(Bench.draft("lost", 10_000));
      assertThatIOException().isThrownBy(() -> journal.awaitDurable(lost, Bench.PATIENCE));
      SimulatedDisk killed = disk.kill();
      killed.setFaults(DiskFaults.of(seed));
      bench.open(killed);
      List<String> keys = List.copyOf(bench.keys());
      found += keys.contains("lost") ? 1 : 0;
      bench.open(killed.crashLosingAll());
      assertThat(bench.keys()).as("seed %d", seed).isEqualTo(keys).contains("before");
      assertThat(bench.damages).isEmpty();
    }
    assertThat(found).as("what was not forced, and is in memory").isPositive();
  }

  /**
   * The system may drop pages that it takes for clean at any moment, and reads the disk for them.
   */
  @Test
  void whatIsGoneBeforeItIsWrittenOnceMoreIsNotTaken() throws IOException {
    int gone = 0;
    for (int seed = 0; seed < 50; seed++) {
      SimulatedDisk disk = watched();
      Journal journal = bench.open(disk);
      Bench.put(journal, "before", 100);
      giveUp(journal, disk);
      SimulatedDisk killed = disk.kill();
      killed.setFaults(DiskFaults.of(seed));
      beforeWrite =
          path -> {
            killed.flipBit(path, SegmentHeader.BYTES, 100);
            beforeWrite = _ -> {};
          };
      bench.open(killed);
      gone += bench.keys().contains("lost") ? 0 : 1;
      List<String> keys = List.copyOf(bench.keys());
      bench.open(killed.crashLosingAll());
      assertThat(bench.keys()).as("seed %d", seed).isEqualTo(keys);
    }
    assertThat(gone).isEqualTo(50);
  }

  @Test
  void recordsThatWereGivenUpDoNotComeBackBesideLaterOnes() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      SimulatedDisk disk = watched();
      Journal journal = bench.open(disk);
      disk.setFaults(
          DiskFaults.of(seed, DiskFaultRule.of(IO_ERROR, 100, FORCE).onNames(".*seg.*")));
      Appended lost = journal.append(Bench.draft("lost", 100));
      assertThatIOException().isThrownBy(() -> journal.awaitDurable(lost, Bench.PATIENCE));
      disk.setFaults(DiskFaults.of(seed));
      Bench.put(journal, "later", 100);
      bench.open(disk.crash(seed));
      assertThat(bench.keys()).as("seed %d", seed).containsExactly("later");
    }
  }

  @Test
  void aFullJournalCannotMoveWhatWaits() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    while (journal.freeSegments() > 0) {
      Bench.put(journal, "k", 250_000);
    }
    disk.setFaults(DiskFaults.of(1, once(IO_ERROR, FORCE)));
    Appended lost = journal.append(Bench.draft("lost", 100));
    assertThatIOException()
        .isThrownBy(() -> journal.awaitDurable(lost, Bench.PATIENCE))
        .withCauseInstanceOf(JournalFullException.class);
  }

  @Test
  void aFileThatCannotBeMadeFailsTheSecondTimeOnly() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.openWithoutTasks(disk);
    disk.setFaults(DiskFaults.of(1, once(IO_ERROR, OPEN)));
    Bench.put(journal, "k", 100);
    assertThat(bench.poisoned).isEmpty();
    bench.open(disk.crashLosingAll());
    assertThat(bench.keys()).containsExactly("k");
  }

  @Test
  void afterAFailureTheJournalIsNotMarkedAsClosedInOrder() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    Bench.put(journal, "before", 100);
    disk.setFaults(DiskFaults.of(1, once(IO_ERROR, FORCE)));
    Bench.put(journal, "k", 100);
    journal.close();
    Journal again = bench.open(disk);
    assertThat(again.wasClean()).isFalse();
    assertThat(bench.keys()).containsExactly("before", "k");
  }

  @Test
  void aCloseThatCannotWriteSaysSo() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    Appended lost = journal.append(Bench.draft("lost", 100));
    disk.setFaults(DiskFaults.of(1, DiskFaultRule.of(IO_ERROR, 100, FORCE)));
    assertThatIOException().isThrownBy(journal::close);
    assertThat(bench.failed).containsExactly(lost.generation());
    assertThat(disk.openFiles()).isEmpty();
    disk.setFaults(DiskFaults.of(1));
    assertThatExceptionOfType(JournalClosedException.class)
        .isThrownBy(() -> journal.append(Bench.draft("k", 1)));
    bench.open(disk).close();
  }

  @Test
  void aCloseThatCannotWriteTheFirstOfManySaysSo() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    List<Appended> appended = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      appended.add(journal.append(Bench.draft("k" + i, 250_000)));
    }
    DiskFaultRule firstFiles = DiskFaultRule.of(IO_ERROR, 100, FORCE).onNames(".*[0-2]\\.seg.*");
    disk.setFaults(DiskFaults.of(1, firstFiles));
    assertThatIOException().isThrownBy(journal::close).withMessageContaining("durable");
    assertThat(bench.failed).contains(appended.getFirst().generation());
    assertThat(bench.failed).doesNotContain(appended.getLast().generation());
  }

  @Test
  void aCloseIsSilentOfWhatWasGivenUpAndDiscarded() throws IOException {
    SimulatedDisk disk = watched();
    Journal journal = bench.open(disk);
    Appended lost = giveUp(journal, disk);
    journal.discard(lost.generation());
    journal.close();
  }

  private SimulatedDisk watched() throws IOException {
    return Bench.disk(this::note);
  }

  private void note(DiskOperation operation, Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    if (operation == WRITE && SegmentDirectory.isSegment(name)) {
      beforeWrite.before(path);
    }
    calls.add(operation + " " + name.replace(SmallFiles.NEW, ""));
  }

  private static DiskFaultRule once(DiskFaultKind kind, DiskOperation operation) {
    return DiskFaultRule.of(kind, 100, operation).onCall(1);
  }
}
