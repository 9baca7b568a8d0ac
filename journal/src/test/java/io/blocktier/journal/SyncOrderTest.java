package io.blocktier.journal;

import static io.blocktier.blockstore.tck.DiskFaultKind.IGNORED;
import static io.blocktier.blockstore.tck.DiskOperation.FORCE;
import static io.blocktier.blockstore.tck.DiskOperation.FORCE_DIRECTORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.blocktier.blockstore.tck.DiskFaultRule;
import io.blocktier.blockstore.tck.DiskFaults;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Each step of the order of syncs is needed: without it, a power cut takes what was promised. */
class SyncOrderTest {

  private static final int SEEDS = 40;
  private static final String SEGMENT = ".*\\.seg(\\.new)?";

  /** More than a segment holds, by one. */
  private static final int RECORDS = 6;

  /** More than there are in the run that is looked at. */
  private static final int FORCES = 15;

  private final Bench bench = new Bench();

  @Test
  void withAllSyncsARecordSurvives() throws IOException {
    assertThat(survives(Bench.disk())).isTrue();
  }

  @Test
  void withoutTheForceOfItsSegmentARecordIsLost() throws IOException {
    assertThat(survives(Bench.disk(ignored(FORCE, SEGMENT)))).isFalse();
  }

  @Test
  void withoutTheForceOfTheDirectoryBehindANewSegmentARecordIsLost() throws IOException {
    assertThat(survives(Bench.disk(ignored(FORCE_DIRECTORY, "journal").onCall(2)))).isFalse();
  }

  private boolean survives(SimulatedDisk disk) throws IOException {
    Bench.put(bench.openWithoutTasks(disk), "k", 10);
    SimulatedDisk left = disk.crashLosingAll();
    left.setFaults(DiskFaults.of(1));
    bench.open(left);
    return bench.keys().contains("k");
  }

  @Test
  void withoutTheForceOfANewFileAPowerCutLeavesOneWithoutAHeader() throws IOException {
    assertThat(damagedAfterOpening()).isZero();
    assertThat(damagedAfterOpening(ignored(FORCE, ".*\\.seg\\.new"))).isPositive();
  }

  private int damagedAfterOpening(DiskFaultRule... faults) throws IOException {
    SimulatedDisk disk = Bench.disk(faults);
    bench.open(disk);
    for (int seed = 0; seed < SEEDS; seed++) {
      bench.open(disk.crash(seed));
    }
    return bench.damages.size();
  }

  @Test
  void withoutTheForceOfTheSuperblockTheJournalIsLost() throws IOException {
    SimulatedDisk disk = Bench.disk(ignored(FORCE, "superblock\\.new"));
    Bench.put(bench.open(disk), "k", 10);
    assertThatExceptionOfType(JournalFormatException.class)
        .isThrownBy(() -> bench.open(disk.crashLosingAll()));
  }

  @Test
  void withoutTheForceOfTheDirectoryBehindTheSuperblockGenerationsComeTwice() throws IOException {
    assertThat(firstGenerationAfterCrash())
        .isGreaterThan(firstGenerationAfterCrash(ignored(FORCE_DIRECTORY, "journal").onCall(4)));
  }

  /** Opens twice, crashes with a record that was never written, and opens again. */
  private long firstGenerationAfterCrash(DiskFaultRule... faults) throws IOException {
    SimulatedDisk disk = Bench.disk(faults);
    bench.open(disk).close();
    bench.open(disk).append(Bench.draft("k", 10));
    SimulatedDisk left = disk.crashLosingAll();
    return bench.open(left).append(Bench.draft("k", 10)).generation();
  }

  @Test
  void withoutTheForceOfTheDirectoryBehindItsRemovalTheCleanMarkComesBack() throws IOException {
    assertThat(cleanAfterCrash()).isFalse();
    assertThat(cleanAfterCrash(ignored(FORCE_DIRECTORY, "journal").onCall(5))).isTrue();
  }

  private boolean cleanAfterCrash(DiskFaultRule... faults) throws IOException {
    SimulatedDisk disk = Bench.disk(faults);
    Journal first = bench.open(disk);
    Bench.put(first, "k", 10);
    first.close();
    Bench.put(bench.openWithoutTasks(disk), "k", 10);
    return bench.open(disk.crashLosingAll()).wasClean();
  }

  @Test
  void theCleanMarkSurvives() throws IOException {
    SimulatedDisk disk = Bench.disk();
    bench.open(disk).close();
    assertThat(bench.open(disk.crashLosingAll()).wasClean()).isTrue();
  }

  @Test
  void withoutItsForceAReleaseIsUndone() throws IOException {
    assertThat(keysAfterRelease()).isEqualTo(1);
    int most = 0;
    for (int call = 1; call <= FORCES; call++) {
      most = Math.max(most, keysAfterRelease(ignored(FORCE, SEGMENT).onCall(call)));
    }
    assertThat(most).isEqualTo(RECORDS);
  }

  private int keysAfterRelease(DiskFaultRule... faults) throws IOException {
    SimulatedDisk disk = Bench.disk(faults);
    Journal journal = bench.open(disk);
    for (int i = 0; i < RECORDS; i++) {
      Bench.put(journal, "k" + i, 200_000);
    }
    journal.release(journal.segmentsOldestFirst().getFirst());
    bench.open(disk.crashLosingAll());
    return bench.keys().size();
  }

  @Test
  void whatWasHandedOverAfterAKillIsNotTakenBackByAPowerCut() throws IOException {
    assertThat(isTakenBackAfterAKill()).isFalse();
    assertThat(isTakenBackAfterAKill(ignored(FORCE, SEGMENT))).isTrue();
  }

  /** Writes without forcing, so that whoever comes after the kill has to force. */
  private boolean isTakenBackAfterAKill(DiskFaultRule... faultsOfSuccessor) throws IOException {
    SimulatedDisk disk = Bench.disk(ignored(FORCE, SEGMENT));
    Bench.put(bench.open(disk), "k", 10);
    SimulatedDisk after = disk.kill();
    after.setFaults(DiskFaults.of(1, faultsOfSuccessor));
    bench.openWithoutTasks(after);
    assertThat(bench.keys()).containsExactly("k");
    bench.open(after.crashLosingAll());
    return bench.keys().isEmpty();
  }

  private static DiskFaultRule ignored(DiskOperation operation, String names) {
    return DiskFaultRule.of(IGNORED, 100, operation).onNames(names);
  }
}
