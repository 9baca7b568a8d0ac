package io.blocktier.segments.manifest;

import static io.blocktier.segments.manifest.Sample.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruningTest {

  private final Bench bench = new Bench();

  @Test
  void whatWasReplacedIsDeletedAndTheRestStillOpens() throws Exception {
    ManifestWriter writer = bench.writer("w");
    Bench.commit(writer, 21);
    PruneReport report = writer.prune();
    assertThat(report).isEqualTo(new PruneReport(21, 20, true));
    assertThat(bench.keys())
        .containsExactly(
            "00000000000000000021", "00000000000000000022", "boundary/00000000000000000001");
    assertThat(bench.reader().current()).isEqualTo(writer.current());
    Bench.commit(writer, 3);
    assertThat(bench.writer("next").current().nextId()).isEqualTo(25);
  }

  @Test
  void whatWasReplacedLatelyStays() throws Exception {
    ManifestOptions options = keeping(Duration.ofHours(1));
    ManifestWriter writer = ManifestWriter.open(bench.store, options, "w", bench.effects);
    Bench.commit(writer, 12);
    bench.clock.advance(Duration.ofMinutes(59));
    Bench.commit(writer, 12);
    assertThat(writer.prune()).isEqualTo(new PruneReport(1, 0, true));
    bench.clock.advance(Duration.ofMinutes(1));
    assertThat(writer.prune())
        .as("13 was the newest an hour ago")
        .isEqualTo(new PruneReport(11, 10, true));
  }

  private static ManifestOptions keeping(Duration retention) {
    ManifestOptions o = Sample.OPTIONS;
    return new ManifestOptions(
        o.prefix(), o.commitTimeout(), o.firstPause(), o.maxPause(), retention, 4, 1, 1_000);
  }

  @Test
  void aPassKeepsToItsBoundAndTheNextGoesOn() throws Exception {
    ManifestOptions o = Sample.OPTIONS;
    ManifestOptions few =
        new ManifestOptions(
            o.prefix(), o.commitTimeout(), o.firstPause(), o.maxPause(), o.retention(), 4, 1, 7);
    ManifestWriter writer = ManifestWriter.open(bench.store, few, "w", bench.effects);
    Bench.commit(writer, 21);
    assertThat(writer.prune()).isEqualTo(new PruneReport(21, 7, false));
    assertThat(writer.prune()).isEqualTo(new PruneReport(21, 7, false));
    assertThat(writer.prune()).isEqualTo(new PruneReport(21, 6, true));
    assertThat(writer.prune()).isEqualTo(new PruneReport(21, 0, true));
  }

  @Test
  void aZombieThatTakesANumberWhichWasDeletedHasNotWon() throws Exception {
    ManifestWriter zombie = bench.writer("zombie");
    Bench.commit(zombie, 4);
    ManifestWriter writer = bench.writer("new");
    Bench.commit(writer, 20);
    writer.prune();
    assertThat(bench.exists(6)).as("its next number is free").isFalse();
    assertThatThrownBy(() -> zombie.commit(List.of(add(1))))
        .isInstanceOfSatisfying(
            FencedException.class,
            e -> assertThat(e.fencedBy().orElseThrow().name()).isEqualTo("new"));
    assertThat(bench.exists(6)).as("and it took it").isTrue();
    assertThat(bench.reader().current()).isEqualTo(writer.current());
    assertThat(writer.reserve(1).first()).isEqualTo(25);
    assertThat(writer.prune().complete()).isTrue();
    assertThat(bench.exists(6)).as("what it left is swept").isFalse();
  }

  @Test
  void aReaderThatSleptIsNotMisledByZombies() throws Exception {
    ManifestWriter zombie = bench.writer("zombie");
    Bench.commit(zombie, 4);
    ManifestReader reader = bench.reader();
    ManifestWriter second = bench.writer("second");
    Bench.commit(second, 20);
    second.prune();
    assertThat(reader.refresh()).isEqualTo(second.current());
    ManifestReader asleep = bench.reader();
    ManifestWriter third = bench.writer("third");
    Bench.commit(third, 20);
    third.prune();
    assertThatThrownBy(() -> second.reserve(1)).isInstanceOf(FencedException.class);
    assertThat(asleep.refresh()).isEqualTo(third.current());
  }

  @Test
  void aReaderThatSleptIsNotToldThatNothingIsNew() throws Exception {
    ManifestWriter writer = bench.writer("w");
    ManifestReader asleep = bench.reader();
    Bench.commit(writer, 20);
    writer.prune();
    assertThat(bench.exists(2)).isFalse();
    assertThat(asleep.refresh()).isEqualTo(writer.current());
  }

  @Test
  void zombiesThatBuildOnEachOtherAreNoChain() throws Exception {
    ManifestWriter zombie = bench.writer("zombie");
    Bench.commit(zombie, 3);
    ManifestReader asleep = bench.reader();
    Switch late = new Switch(bench.store, bench.store);
    ManifestWriter other = bench.writer("other", late);
    Bench.commit(other, 1);
    ManifestReader awake = bench.reader();
    ManifestWriter writer = bench.writer("new");
    Bench.commit(writer, 30);
    writer.prune();
    assertThatThrownBy(() -> zombie.reserve(1)).isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> other.reserve(1)).isInstanceOf(FencedException.class);
    assertThat(bench.exists(5)).isTrue();
    assertThat(bench.exists(7)).isTrue();
    assertThat(asleep.refresh()).isEqualTo(writer.current());
    assertThat(awake.refresh()).isEqualTo(writer.current());
  }

  @Test
  void nothingIsDeletedWithoutABoundary() throws Exception {
    FaultRule refused =
        FaultRule.of(FaultKind.REFUSED, 100, Operation.WRITE).onKeys(".*/boundary/.*");
    FaultyBlockStore faulty =
        new FaultyBlockStore(bench.store, FaultPlan.of(1, refused), bench.effects);
    ManifestWriter writer = bench.writer("w", faulty);
    Bench.commit(writer, 20);
    assertThatThrownBy(writer::prune).isInstanceOf(BlockStoreException.class);
    assertThat(bench.keys()).hasSize(21);
    assertThat(writer.reserve(1)).isEqualTo(new IdRange(21, 22));
  }

  @Test
  void nothingIsDeletedWhileABoundaryIsInDoubt() throws Exception {
    FaultRule lost =
        FaultRule.of(FaultKind.LOST_BEFORE, 100, Operation.WRITE).onKeys(".*/boundary/.*");
    FaultyBlockStore faulty =
        new FaultyBlockStore(bench.store, FaultPlan.of(1, lost), bench.effects);
    ManifestWriter writer = bench.writer("w", faulty);
    Bench.commit(writer, 20);
    assertThatThrownBy(writer::prune).isInstanceOf(BlockStoreException.class);
    assertThat(bench.keys()).hasSize(21);
  }

  @Test
  void aPassOfSomebodyWhoIsBehindHarmsNobody() throws Exception {
    ManifestWriter stale = bench.writer("stale");
    Bench.commit(stale, 10);
    ManifestWriter writer = bench.writer("new");
    Bench.commit(writer, 20);
    assertThat(stale.prune().deleted()).isPositive();
    assertThat(bench.reader().current()).isEqualTo(writer.current());
    writer.prune();
    assertThat(stale.prune().first()).isGreaterThan(12);
    Bench.commit(writer, 5);
    assertThat(bench.reader().current()).isEqualTo(writer.current());
    assertThatThrownBy(() -> stale.reserve(1)).isInstanceOf(FencedException.class);
  }
}
