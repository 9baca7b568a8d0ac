package io.blocktier.segments.manifest;

import static io.blocktier.segments.manifest.Sample.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {

  private final Bench bench = new Bench();

  @Test
  void aChainThatHasNotBegunIsEmpty() throws Exception {
    ManifestReader reader = bench.reader();
    assertThat(reader.current()).isEqualTo(Manifest.EMPTY);
    ManifestWriter writer = bench.writer("w");
    assertThat(reader.refresh()).isEqualTo(writer.current());
  }

  @Test
  void aReaderFollowsFromAnyPlaceToAnyOther() throws Exception {
    ManifestWriter writer = bench.writer("w");
    for (int behind = 1; behind <= 12; behind++) {
      ManifestReader reader = bench.reader();
      for (int i = 0; i < behind; i++) {
        writer.commit(List.of(add(writer.reserve(1).first())));
      }
      assertThat(reader.refresh()).as("%d behind", 2 * behind).isEqualTo(writer.current());
    }
  }

  @Test
  void aReaderKeepsWhatItHasWhileTheStoreIsAway() throws Exception {
    ManifestWriter writer = bench.writer("w");
    Switch faults =
        new Switch(
            bench.store, bench.faulty(FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.READ)));
    ManifestReader reader = ManifestReader.open(faults, Sample.OPTIONS);
    Manifest before = reader.current();
    Bench.commit(writer, 2);
    faults.on = true;
    assertThatThrownBy(reader::refresh).isInstanceOf(StoreUnavailableException.class);
    assertThat(reader.current()).isEqualTo(before);
    faults.on = false;
    assertThat(reader.refresh()).isEqualTo(writer.current());
  }

  @Test
  void lookingForNewsCostsTwoLooks() throws Exception {
    ManifestWriter writer = bench.writer("w");
    Bench.commit(writer, 21);
    CallCounter calls = new CallCounter(bench.store);
    ManifestReader reader = ManifestReader.open(calls, Sample.OPTIONS);
    calls.reset();
    reader.refresh();
    assertThat(calls.stats).isEqualTo(2);
    assertThat(calls.reads + calls.writes + calls.lists).isZero();
    Bench.commit(writer, 1);
    reader.refresh();
    assertThat(calls.reads).isEqualTo(1);
    assertThat(calls.stats).isEqualTo(6);
  }

  @Test
  void openingReadsTwoObjectsHoweverLongTheChainIs() throws Exception {
    Bench.commit(bench.writer("w"), 1_002);
    CallCounter calls = new CallCounter(bench.store);
    ManifestReader.open(calls, Sample.OPTIONS);
    assertThat(calls.reads).isEqualTo(2);
    assertThat(calls.stats).isLessThan(25);
    assertThat(calls.lists).isZero();
  }

  @Test
  void aManifestWithoutItsBaseIsDamage() throws Exception {
    Bench.commit(bench.writer("w"), 8);
    ManifestReader reader = bench.reader();
    Bench.commit(bench.writer("next"), 5);
    Blocks.delete(bench.store, Bench.key(11));
    assertThatThrownBy(reader::refresh).isInstanceOf(DamagedManifestException.class);
  }

  @Test
  void aChainWithoutItsBeginningIsNotTakenForNone() throws Exception {
    Bench.commit(bench.writer("w"), 2);
    Blocks.delete(bench.store, Bench.key(1));
    assertThatThrownBy(bench::reader).isInstanceOf(DamagedManifestException.class);
  }

  @Test
  void bytesThatNobodyWroteAreDamage() throws Exception {
    Bench.commit(bench.writer("w"), 2);
    Blocks.write(bench.store, Bench.key(3), new byte[300]);
    assertThatThrownBy(bench::reader)
        .isInstanceOf(DamagedManifestException.class)
        .hasMessageContaining("00003");
  }

  @Test
  void anObjectUnderAnotherNumberIsDamage() throws Exception {
    Bench.commit(bench.writer("w"), 2);
    byte[] second = Blocks.readAll(bench.store, Bench.key(2)).array();
    Blocks.write(bench.store, Bench.key(4), second);
    assertThatThrownBy(bench::reader).isInstanceOf(DamagedManifestException.class);
  }
}
