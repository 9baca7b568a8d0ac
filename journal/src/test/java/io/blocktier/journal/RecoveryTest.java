package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is taken from files that are not as they were written. */
class RecoveryTest {

  private static final int HEAD_BYTES = Head.FIXED_BYTES + "k0".length() + "about k0".length() + 4;

  private static final JournalOptions LARGE = new JournalOptions(8 << 20, 4, 1 << 20, 1 << 20);

  /** So that the head of each record takes a read where it is looked for in its place. */
  private static final int MORE_THAN_ONE_READ = 300_000;

  private final Bench bench = new Bench();
  private final AtomicLong reads = new AtomicLong();
  private final SimulatedDisk disk;

  RecoveryTest() throws IOException {
    disk = Bench.disk(this::count);
  }

  private void count(DiskOperation operation, Path path) {
    if (operation == DiskOperation.READ) {
      reads.incrementAndGet();
    }
  }

  @Test
  void aTornTailEndsTheJournalQuietly() throws IOException {
    Journal journal = bench.open(disk);
    Bench.put(journal, "k0", 100);
    List<Position> batch = appendBatch(journal, "k1", "k2", "k3");
    flip(batch.get(1), 10);
    bench.open(disk.kill());
    assertThat(bench.keys()).containsExactly("k0", "k1");
    assertThat(bench.damages).isEmpty();
  }

  @Test
  void aTornHeadEndsTheJournalQuietly() throws IOException {
    Journal journal = bench.open(disk);
    Bench.put(journal, "k0", 100);
    List<Position> batch = appendBatch(journal, "k1", "k2", "k3");
    flip(batch.get(1), -HEAD_BYTES + 20);
    bench.open(disk.kill());
    assertThat(bench.keys()).containsExactly("k0", "k1");
    assertThat(bench.damages).isEmpty();
  }

  @Test
  void whatATornTailCutOffDoesNotComeBackBehindLaterRecords() throws IOException {
    Journal journal = bench.open(disk);
    List<Position> batch = appendBatch(journal, "k0", "k1", "k2");
    flip(batch.get(1), 10);
    SimulatedDisk second = disk.kill();
    Bench.put(bench.open(second), "new", 100);
    bench.open(second.crashLosingAll());
    assertThat(bench.keys()).containsExactly("k0", "new");
    assertThat(bench.damages).isEmpty();
  }

  @Test
  void aHeadBelowTheWatermarkThatIsBadIsReportedAndWhatFollowsIsKept() throws IOException {
    Journal journal = bench.open(disk);
    Bench.put(journal, "k0", 100);
    Appended lost = Bench.put(journal, "k1", 100);
    Bench.put(journal, "k2", 100);
    Bench.put(journal, "k3", 100);
    flip(lost.position(), -HEAD_BYTES + 20);
    bench.open(disk.kill());
    assertThat(bench.keys()).containsExactly("k0", "k2", "k3");
    assertThat(bench.damages)
        .extracting(Damage::first, Damage::last)
        .containsExactly(tuple(lost.generation(), lost.generation()));
  }

  @Test
  void aCleanJournalWhoseEndIsBadIsDamaged() throws IOException {
    Journal journal = bench.open(disk);
    Bench.put(journal, "k0", 100);
    Appended lost = Bench.put(journal, "k1", 100);
    journal.close();
    flip(lost.position(), -HEAD_BYTES + 20);
    Journal again = bench.open(disk);
    assertThat(bench.keys()).containsExactly("k0");
    assertThat(bench.damages).hasSize(1);
    assertThat(Bench.put(again, "k2", 1).generation()).isGreaterThan(lost.generation());
  }

  @Test
  void aBadPayloadBelowTheWatermarkIsLeftToItsReader() throws IOException {
    Journal journal = bench.open(disk);
    Appended bad = Bench.put(journal, "k0", 100);
    Bench.put(journal, "k1", 100);
    flip(bad.position(), 10);
    Journal again = bench.open(disk.kill());
    assertThat(bench.keys()).containsExactly("k0", "k1");
    assertThat(Bench.read(again, bad.position())).isNotEqualTo(Bench.payload("k0", 100));
  }

  @Test
  void aMissingSegmentIsDamage() throws IOException {
    fillThreeSegments();
    String second = segmentNames().get(1);
    disk.delete(Bench.DIRECTORY.resolve(second));
    bench.open(disk.kill());
    assertThat(bench.damages).isNotEmpty();
    assertThat(bench.generations()).isSorted().isNotEmpty();
  }

  @Test
  void aSegmentWhoseHeaderIsBadIsReportedAndLeftAlone() throws IOException {
    fillThreeSegments();
    Path second = Bench.DIRECTORY.resolve(segmentNames().get(1));
    disk.flipBit(second, 0, 40);
    SimulatedDisk left = disk.kill();
    Journal again = bench.open(left);
    assertThat(bench.damages).extracting(Damage::file).contains(second.toString()).hasSize(2);
    assertThat(again.freeSegments()).isEqualTo(1);
    again.close();
    assertThat(left.openFiles()).isEmpty();
  }

  @Test
  void withoutAnIndexBlockTheSameIsFound() throws IOException {
    fillThreeSegments();
    SimulatedDisk left = disk.kill();
    bench.open(left);
    List<Long> expected = bench.generations();
    for (long back : new long[] {1, 40, 200}) {
      left = left.kill();
      for (String name : segmentNames(left)) {
        left.flipBit(Bench.DIRECTORY.resolve(name), (1 << 20) - back, 1);
      }
      bench.open(left);
      assertThat(bench.generations()).isEqualTo(expected);
      assertThat(bench.damages).isEmpty();
    }
  }

  @Test
  void theIndexBlockIsReadInsteadOfTheRecords() throws IOException {
    Journal journal = bench.open(disk, LARGE);
    for (int i = 0; journal.segmentsOldestFirst().size() < 3; i++) {
      Bench.put(journal, "k" + i, MORE_THAN_ONE_READ);
    }
    SimulatedDisk left = disk.kill();
    long byIndex = readsToOpen(left);
    long records = bench.seen.size() - 1L; // the last segment has one, and no index yet
    left = left.kill();
    for (String name : segmentNames(left)) {
      left.flipBit(Bench.DIRECTORY.resolve(name), LARGE.segmentBytes() - 1, 1);
    }
    assertThat(readsToOpen(left) - byIndex)
        .as("a read for each record, without the three for each index")
        .isGreaterThanOrEqualTo(records - 3 * 2);
  }

  private long readsToOpen(Disk left) throws IOException {
    reads.set(0);
    bench.open(left, LARGE);
    return reads.get();
  }

  @Test
  void recordsOfASegmentThatWasThereBeforeAreNotTakenForNewOnes() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      SimulatedDisk recycled = Bench.disk();
      Journal journal = bench.open(recycled);
      long before = fillAndRelease(journal);
      Appended last = Bench.put(journal, "new", 100);
      bench.open(recycled.crash(seed));
      assertThat(bench.generations()).allMatch(generation -> generation > before);
      assertThat(bench.generations().getLast()).isEqualTo(last.generation());
      assertThat(bench.damages).isEmpty();
    }
  }

  /** Fills every file twice with records of one size; returns a generation that was released. */
  private static long fillAndRelease(Journal journal) throws IOException {
    long released = 0;
    for (int i = 0; i < 40; i++) {
      Appended appended = Bench.put(journal, "k" + i % 10, 200_000);
      if (journal.freeSegments() == 0) {
        journal.release(journal.segmentsOldestFirst().getFirst());
        released = appended.generation() - 15;
      }
    }
    return released;
  }

  private void fillThreeSegments() throws IOException {
    Journal journal = bench.open(disk);
    for (int i = 0; i < 14; i++) {
      Bench.put(journal, "k" + i, 200_000);
    }
    assertThat(journal.segmentsOldestFirst()).hasSize(3);
  }

  private List<String> segmentNames() throws IOException {
    return segmentNames(disk);
  }

  private static List<String> segmentNames(Disk disk) throws IOException {
    return disk.names(Bench.DIRECTORY).stream()
        .filter(SegmentDirectory::isSegment)
        .sorted()
        .toList();
  }

  private static List<Position> appendBatch(Journal journal, String... keys) throws IOException {
    List<Appended> batch = new ArrayList<>();
    for (String key : keys) {
      batch.add(journal.append(Bench.draft(key, 100)));
    }
    journal.awaitDurable(batch.getLast(), Bench.PATIENCE);
    return batch.stream().map(Appended::position).toList();
  }

  /** Changes a byte of the first segment, which is in the first file. */
  private void flip(Position position, int offset) throws IOException {
    Path file = Bench.DIRECTORY.resolve(segmentNames().getFirst());
    disk.flipBit(file, position.offset() + offset, 1);
  }
}
