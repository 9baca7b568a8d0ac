package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.CallerThread;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.DiskOperation;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Opening a journal whose records nobody wants to see. */
class UnseenRecordsTest {

  private final AtomicLong reads = new AtomicLong();
  private final List<Boolean> asked = new ArrayList<>();
  private final List<Long> expected = new ArrayList<>();
  private final SimulatedDisk disk;
  private final Bench bench = new Bench();

  UnseenRecordsTest() throws IOException {
    disk = Bench.disk((operation, _) -> reads.addAndGet(operation == DiskOperation.READ ? 1 : 0));
  }

  /** A visitor that wants no records behind a clean stop. */
  private final class Uninterested implements RecordVisitor {

    private final List<String> seen = new ArrayList<>();

    @Override
    public boolean begin(boolean clean) {
      asked.add(clean);
      return !clean;
    }

    @Override
    public void expect(long records) {
      expected.add(records);
    }

    @Override
    public void visit(RecordView record) {
      seen.add(record.key());
    }
  }

  private Journal open(SimulatedDisk from, RecordVisitor visitor) throws IOException {
    ManualClock clock = ManualClock.selfAdvancing();
    Effects effects = new Effects(clock, clock, new SplittableRandom(1), clock, new CallerThread());
    return Journal.open(
        Bench.DIRECTORY, "owner", Bench.OPTIONS, Bench.effects(effects, from, bench), visitor);
  }

  @Test
  void behindACleanStopNoRecordIsReadAndAllCanBe() throws IOException {
    List<Appended> kept = new ArrayList<>();
    try (Journal journal = bench.open(disk)) {
      for (int i = 0; i < 12; i++) {
        kept.add(Bench.put(journal, "k" + i, 200_000));
      }
    }
    reads.set(0);
    Uninterested visitor = new Uninterested();
    try (Journal journal = open(disk, visitor)) {
      assertThat(reads.get()).as("superblock, mark and headers").isLessThan(10);
      assertThat(visitor.seen).isEmpty();
      for (Appended record : kept) {
        assertThat(journal.isDurable(record)).isTrue();
        assertThat(Bench.read(journal, record.position())).hasSize(200_000);
      }
      Appended next = Bench.put(journal, "next", 10);
      assertThat(next.generation()).isGreaterThan(kept.getLast().generation());
      journal.release(journal.segmentsOldestFirst().getFirst());
    }
    bench.open(disk);
    assertThat(bench.keys()).contains("k11", "next").doesNotContain("k0");
    assertThat(bench.damages).isEmpty();
  }

  @Test
  void withoutACleanStopTheyAreShown() throws IOException {
    Bench.put(bench.open(disk), "k0", 10);
    Uninterested visitor = new Uninterested();
    open(disk.kill(), visitor);
    assertThat(asked).containsExactly(false);
    assertThat(visitor.seen).containsExactly("k0");
    assertThat(expected).as("no segment to guess from").containsExactly(0L);
  }

  @Test
  void howManyAreShownIsGuessedFromASealedSegment() throws IOException {
    Journal journal = bench.open(disk);
    for (int i = 10; i < 99; i++) {
      Bench.put(journal, "k" + i, 20_000);
    }
    int segments = journal.segmentsOldestFirst().size();
    Uninterested visitor = new Uninterested();
    open(disk.kill(), visitor);
    assertThat(segments).isEqualTo(2);
    long first = (1 << 20) / (20_000 + 100);
    assertThat(expected.getFirst()).isCloseTo(segments * first, Offset.offset(2L));
    assertThat(visitor.seen).hasSize(89);
  }
}
