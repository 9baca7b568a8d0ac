package io.blocktier.segments.manifest;

import static io.blocktier.segments.manifest.Sample.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ManifestWriterTest {

  private final Bench bench = new Bench();

  @Test
  void theFirstWriterBeginsTheChain() throws Exception {
    ManifestWriter writer = bench.writer("first");
    assertThat(writer.current().number()).isEqualTo(1);
    assertThat(writer.current().writer().epoch()).isEqualTo(1);
    assertThat(writer.current().writer().name()).isEqualTo("first");
    assertThat(bench.keys()).containsExactly("00000000000000000001");
  }

  @Test
  void whatWasCommittedIsThereForTheNextWriter() throws Exception {
    ManifestWriter first = bench.writer("first");
    IdRange ids = first.reserve(10);
    assertThat(ids).isEqualTo(new IdRange(1, 11));
    first.commit(List.of(add(1, 2), new Edit.Cover(new LogMark("log", 20))));
    ManifestWriter second = bench.writer("second");
    assertThat(second.current().segments()).containsOnlyKeys(1L, 2L);
    assertThat(second.current().covered()).contains(new LogMark("log", 20));
    assertThat(second.current().writer().epoch()).isEqualTo(2);
    assertThat(second.reserve(5)).isEqualTo(new IdRange(11, 16));
  }

  @Test
  void aChainOfAnyLengthIsOpenedAgain() throws Exception {
    ManifestWriter writer = bench.writer("w");
    for (int i = 1; i <= 30; i++) {
      long id = writer.reserve(1).first();
      Manifest committed = writer.commit(List.of(add(id)));
      assertThat(bench.reader().current()).isEqualTo(committed);
    }
  }

  @Test
  void aStaleWriterIsFencedForGoodAndToldByWhom() throws Exception {
    ManifestWriter stale = bench.writer("stale");
    bench.writer("new");
    FencedException fenced = catchThrowableOfType(FencedException.class, () -> stale.reserve(1));
    assertThat(fenced.fencedBy().orElseThrow().name()).isEqualTo("new");
    assertThat(fenced).hasMessageContaining("'stale'").hasMessageContaining("'new'");
    assertThatThrownBy(() -> stale.reserve(1)).isInstanceOf(FencedException.class);
    assertThatThrownBy(stale::prune).isInstanceOf(FencedException.class);
    assertThat(bench.reader().current().number()).isEqualTo(2);
  }

  @Test
  void aWriterStaysFencedWhenItsNumberIsFreeAgain() throws Exception {
    ManifestWriter stale = bench.writer("stale");
    bench.writer("new");
    assertThatThrownBy(() -> stale.reserve(1)).isInstanceOf(FencedException.class);
    Blocks.delete(bench.store, Bench.key(2));
    assertThatThrownBy(() -> stale.reserve(1)).isInstanceOf(FencedException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_AFTER", "LOST_BEFORE", "LATE", "THROTTLED", "UNAVAILABLE"})
  void aLostReplyIsNotTakenForAFence(FaultKind kind) throws Exception {
    FaultRule twice = FaultRule.of(kind, 100, Operation.WRITE).onCall(3);
    ManifestWriter writer = bench.writer("w", bench.faulty(twice));
    writer.reserve(1);
    writer.reserve(1);
    assertThat(writer.reserve(1)).isEqualTo(new IdRange(3, 4));
    assertThat(bench.reader().current()).isEqualTo(writer.current());
    assertThat(writer.current().number()).isEqualTo(4);
  }

  @Test
  void aDoubtfulCommitIsSettledByTheNext() throws Exception {
    FaultRule lost = FaultRule.of(FaultKind.LOST_AFTER, 100, Operation.WRITE).onCall(2);
    FaultRule silent = FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.READ);
    Switch faults = new Switch(bench.store, bench.faulty(lost, silent));
    ManifestWriter writer = bench.writer("w", faults);
    faults.on = true;
    writer.reserve(1);
    assertThatThrownBy(() -> writer.reserve(1)).isInstanceOf(DoubtfulCommitException.class);
    assertThat(writer.current().nextId()).isEqualTo(2);
    faults.on = false;
    assertThat(writer.reserve(1)).isEqualTo(new IdRange(3, 4));
    assertThat(bench.reader().current()).isEqualTo(writer.current());
  }

  @Test
  void aDoubtfulCommitOfAWriterThatWasFencedIsNotThere() throws Exception {
    FaultRule lost = FaultRule.of(FaultKind.LOST_BEFORE, 100, Operation.WRITE);
    Switch faults = new Switch(bench.store, bench.faulty(lost));
    ManifestWriter stale = bench.writer("stale", faults);
    faults.on = true;
    assertThatThrownBy(() -> stale.reserve(7)).isInstanceOf(DoubtfulCommitException.class);
    faults.on = false;
    bench.writer("new");
    assertThatThrownBy(() -> stale.reserve(1)).isInstanceOf(FencedException.class);
    assertThat(bench.reader().current().nextId()).isEqualTo(1);
  }

  @Test
  void aCommitThatCouldNotBeSentIsNoCommit() throws Exception {
    FaultRule down = FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE);
    Switch faults = new Switch(bench.store, bench.faulty(down));
    ManifestWriter writer = bench.writer("w", faults);
    faults.on = true;
    assertThatThrownBy(() -> writer.reserve(7)).isInstanceOf(StoreUnavailableException.class);
    faults.on = false;
    assertThat(writer.reserve(1)).isEqualTo(new IdRange(1, 2));
  }

  @Test
  void aStoreWithoutRoomIsNotAskedAgain() throws Exception {
    InMemoryBlockStore full =
        new InMemoryBlockStore("full", InMemoryBlockStore.ALL_CAPABILITIES, 2_000, bench.effects);
    ManifestWriter writer = ManifestWriter.open(full, Sample.OPTIONS, "w", bench.effects);
    assertThatThrownBy(() -> Bench.commit(writer, 100)).isInstanceOf(OutOfSpaceException.class);
  }

  @Test
  void aStoreThatCannotCreateConditionallyIsRefused() {
    Capabilities weak =
        InMemoryBlockStore.ALL_CAPABILITIES.without(EnumSet.of(Capability.CONDITIONAL_CREATE));
    InMemoryBlockStore store = new InMemoryBlockStore("weak", weak, bench.effects);
    assertThatThrownBy(() -> ManifestWriter.open(store, Sample.OPTIONS, "w", bench.effects))
        .isInstanceOf(UnsupportedByStoreException.class);
  }

  @Test
  void aStoreThatForgetsConditionsIsRefusedAndNothingIsLeft() throws Exception {
    BlockStore careless = new CarelessStore(bench.store);
    assertThatThrownBy(() -> bench.writer("w", careless))
        .isInstanceOf(UnsupportedByStoreException.class);
    assertThat(bench.keys()).noneMatch(key -> key.startsWith("0"));
  }

  @Test
  void aRefusedEditLeavesTheWriterAsItWas() throws Exception {
    ManifestWriter writer = bench.writer("w");
    assertThatThrownBy(() -> writer.commit(List.of(add(1))))
        .isInstanceOf(RefusedEditException.class);
    assertThatThrownBy(() -> writer.commit(List.of(new Edit.Claim("again"))))
        .isInstanceOf(RefusedEditException.class);
    assertThat(writer.reserve(1)).isEqualTo(new IdRange(1, 2));
  }

  @Test
  void timeDoesNotGoBackInTheChain() throws Exception {
    bench.clock.advance(Duration.ofDays(2));
    long late = bench.writer("late").current().millis();
    Bench earlier = new Bench();
    ManifestWriter writer = ManifestWriter.open(bench.store, Sample.OPTIONS, "w", earlier.effects);
    assertThat(writer.current().millis()).isEqualTo(late);
  }

  @Test
  void aMissingManifestIsNotFilledIn() throws Exception {
    Bench.commit(bench.writer("w"), 19);
    Blocks.delete(bench.store, Bench.key(15));
    assertThat(bench.reader().current().number()).as("as far as can be seen").isEqualTo(14);
    assertThatThrownBy(() -> bench.writer("next")).isInstanceOf(DamagedManifestException.class);
    assertThat(bench.exists(15)).isFalse();
  }

  @Test
  void aCommitCostsOneWriteAndOneLook() throws Exception {
    CallCounter calls = new CallCounter(bench.store);
    ManifestWriter writer = bench.writer("w", calls);
    calls.reset();
    Bench.commit(writer, 12);
    assertThat(calls.writes).isEqualTo(12);
    assertThat(calls.stats).isEqualTo(12);
    assertThat(calls.reads + calls.lists).isZero();
  }
}
