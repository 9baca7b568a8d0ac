package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.mixed;
import static io.blocktier.segments.format.SegmentFixture.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proofs that need nothing but the root. */
class RecordProofTest {

  private final SegmentFixture fixture = new SegmentFixture(SegmentFixture.small());

  private static SegmentRecord changed(SegmentRecord record) {
    return new SegmentRecord(
        record.key(), record.sequence() + 1, record.kind(), record.expiresAt(), record.value());
  }

  @Test
  void everyRecordIsShownAndNoOther() throws Exception {
    List<SegmentRecord> records = mixed(300, 2500, 4);
    SegmentReader reader = fixture.writeAndOpen(records);
    for (int i = 0; i < records.size(); i++) {
      SegmentRecord record = records.get(i);
      RecordProof proof = reader.proof(record.key()).orElseThrow();

      assertThat(proof.shows(reader.root(), record)).isTrue();
      assertThat(proof.shows(reader.root(), changed(record))).isFalse();
      assertThat(proof.shows(reader.root(), records.get((i + 1) % records.size()))).isFalse();
      assertThat(proof.shows(RootHash.copyOf(new byte[32], 0), record)).isFalse();
    }
  }

  @Test
  void onlyRecordIsShown() throws Exception {
    SegmentRecord record = put("only", 1, "value");
    SegmentReader reader = fixture.writeAndOpen(List.of(record));

    assertThat(reader.proof(record.key()).orElseThrow().shows(reader.root(), record)).isTrue();
  }

  @Test
  void absentKeyHasNoProof() throws Exception {
    SegmentReader reader = fixture.writeAndOpen(List.of(put("only", 1, "value")));

    assertThat(reader.proof(RecordKey.of("other"))).isEmpty();
  }

  @Test
  void longValueWithItsFramesInAnotherOrderIsNotShown() throws Exception {
    byte[] value = SegmentFixture.random(1, 4096);
    SegmentRecord record = put("a", 1, value);
    SegmentReader reader = fixture.writeAndOpen(List.of(record, put("b", 2, "x")));
    RecordProof proof = reader.proof(record.key()).orElseThrow();
    ByteBuffer swapped = ByteBuffer.allocate(4096);
    swapped
        .put(value, 0, 1024)
        .put(value, 2048, 1024)
        .put(value, 1024, 1024)
        .put(value, 3072, 1024);
    List<RecordProof.Step> steps = proof.steps();
    RecordProof other =
        new RecordProof(
            proof.frameBytes(),
            proof.frames(),
            List.of(steps.get(0), steps.get(2), steps.get(1), steps.get(3)));

    assertThat(proof.shows(reader.root(), record)).isTrue();
    assertThat(other.shows(reader.root(), put("a", 1, swapped.array()))).isFalse();
    assertThat(proof.shows(reader.root(), put("a", 1, swapped.array()))).isFalse();
  }

  @Test
  void valueThatLooksLikeARecordIsNotShownAsOne() throws Exception {
    SegmentRecord pretended = put("rich", 5, new byte[1024 - 15 - 4]);
    ByteWriter looks = new ByteWriter(2048);
    RecordView.writeHead(pretended.key(), 5, 0, RecordEntry.NEVER, 1024 - 15 - 4, looks);
    byte[] value = new byte[2048];
    System.arraycopy(looks.array(), 0, value, 1024, looks.length());
    SegmentReader reader = fixture.writeAndOpen(List.of(put("a", 1, value)));
    RecordProof proof = reader.proof(RecordKey.of("a")).orElseThrow();
    RecordProof second =
        new RecordProof(proof.frameBytes(), proof.frames(), List.of(proof.steps().get(1)));

    assertThat(second.shows(reader.root(), pretended)).isFalse();
  }

  @Test
  void numbersThatMakeNoSenseShowNothing() throws Exception {
    SegmentRecord record = put("only", 1, "value");
    SegmentReader reader = fixture.writeAndOpen(List.of(record, put("other", 2, "value")));
    RecordProof proof = reader.proof(record.key()).orElseThrow();
    RecordProof.Step step = proof.steps().getFirst();

    for (int number : new int[] {Integer.MIN_VALUE, -1, 7, Integer.MAX_VALUE}) {
      List<RecordProof.Step> wrongFrame =
          List.of(
              new RecordProof.Step(
                  number, step.leaf(), step.leaves(), step.inFrame(), step.inSegment()));
      List<RecordProof.Step> wrongLeaf =
          List.of(
              new RecordProof.Step(
                  step.frame(), number, step.leaves(), step.inFrame(), step.inSegment()));
      List<RecordProof.Step> wrongLeaves =
          List.of(
              new RecordProof.Step(
                  step.frame(), step.leaf(), number, step.inFrame(), step.inSegment()));
      assertThat(new RecordProof(1024, proof.frames(), wrongFrame).shows(reader.root(), record))
          .isFalse();
      assertThat(new RecordProof(1024, proof.frames(), wrongLeaf).shows(reader.root(), record))
          .isFalse();
      assertThat(new RecordProof(1024, proof.frames(), wrongLeaves).shows(reader.root(), record))
          .isFalse();
      assertThat(new RecordProof(1024, number, proof.steps()).shows(reader.root(), record))
          .isFalse();
    }
    assertThat(new RecordProof(0, 1, proof.steps()).shows(reader.root(), record)).isFalse();
    assertThat(new RecordProof(1024, 1, List.of()).shows(reader.root(), record)).isFalse();
  }
}
