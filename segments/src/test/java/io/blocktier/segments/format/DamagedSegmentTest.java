package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.key;
import static io.blocktier.segments.format.SegmentFixture.mixed;
import static io.blocktier.segments.format.SegmentFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/**
 * Damage, and what somebody made of a segment who mended its checksums: an error that says what.
 */
class DamagedSegmentTest {

  private final List<SegmentRecord> records = mixed(300, 2000, 9);
  private final SegmentFixture fixture =
      new SegmentFixture(SegmentFixture.small().with(Compression.NONE));
  private final SegmentSummary summary;

  DamagedSegmentTest() throws BlockStoreException {
    summary = fixture.write(records);
  }

  private Forgery forgery() throws Exception {
    return new Forgery(fixture.stored(), SegmentFixture.ID);
  }

  private AbstractThrowableAssert<?, ?> opening(SegmentHandle handle) {
    return assertThatThrownBy(() -> fixture.format.open(fixture.store, handle))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("segment " + handle.id())
        .hasMessageContaining("read 'segments/7'")
        .hasMessageContaining("restore the segment");
  }

  private AbstractThrowableAssert<?, ?> verifying(byte[] bytes) throws BlockStoreException {
    fixture.replace(bytes);
    return assertThatThrownBy(() -> handleOf(bytes).verify())
        .isInstanceOf(CorruptBlockException.class);
  }

  private SegmentReader handleOf(byte[] bytes) throws BlockStoreException {
    return fixture.format.open(
        fixture.store,
        SegmentHandle.guessed(SegmentFixture.BLOCK, SegmentFixture.ID, bytes.length));
  }

  @Test
  void segmentOfAnotherNumberIsRefused() {
    opening(new SegmentHandle(SegmentFixture.BLOCK, 8, summary.bytes(), 5000, Optional.empty()))
        .hasMessageContaining("this is segment 7, not 8");
  }

  @Test
  void segmentOfAnotherRootIsRefused() {
    RootHash other = RootHash.copyOf(new byte[RootHash.BYTES], 0);
    opening(new SegmentHandle(SegmentFixture.BLOCK, 7, summary.bytes(), 5000, Optional.of(other)))
        .hasMessageContaining("the root is " + summary.root() + ", not " + other);
  }

  @Test
  void blockOfAnotherSizeIsRefused() throws Exception {
    byte[] bytes = fixture.stored();
    fixture.replace(Arrays.copyOf(bytes, bytes.length + 1));
    opening(summary.handle()).hasMessageContaining("instead of " + bytes.length);
  }

  @Test
  void cutOffSegmentIsRefused() throws Exception {
    byte[] bytes = fixture.stored();
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    fixture.replace(cut);
    opening(SegmentHandle.guessed(SegmentFixture.BLOCK, 7, cut.length))
        .hasMessageContaining("the end is not that of a segment");
  }

  @Test
  void blockThatIsTooShortIsRefused() throws Exception {
    fixture.replace(new byte[50]);
    opening(SegmentHandle.guessed(SegmentFixture.BLOCK, 7, 50))
        .hasMessageContaining("a block of 50 bytes is no segment");
  }

  @Test
  void laterVersionIsRefused() throws Exception {
    byte[] bytes = fixture.stored();
    bytes[bytes.length - 13] = 2;
    fixture.replace(bytes);
    opening(summary.handle()).hasMessageContaining("version 2 is not known here");
  }

  @Test
  void frameInTheWrongPlaceIsRefused() throws Exception {
    SegmentFixture same = new SegmentFixture(SegmentFixture.small());
    SegmentSummary written =
        same.write(List.of(put("a", 1, new byte[1000]), put("b", 1, new byte[1000])));
    byte[] bytes = same.stored();
    int half = (int) written.storedBytes() / 2;
    byte[] first = Arrays.copyOf(bytes, half);
    System.arraycopy(bytes, half, bytes, 0, half);
    System.arraycopy(first, 0, bytes, half, half);
    same.replace(bytes);

    SegmentReader reader = same.open(written);
    assertThatThrownBy(() -> reader.get(RecordKey.of("a")))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("frame 0 does not match its checksum");
  }

  @Test
  void frameOfAnotherSegmentIsRefused() throws Exception {
    BoundChecksum checksum = new BoundChecksum();
    byte[] frame = {1, 2, 3};
    assertThat(checksum.of(7, 0, frame, 0, 3))
        .isNotEqualTo(checksum.of(8, 0, frame, 0, 3))
        .isNotEqualTo(checksum.of(7, 1, frame, 0, 3));
  }

  @Test
  void mendedFrameIsFoundByTheRoot() throws Exception {
    byte[] forged = forgery().frames(bytes -> bytes[40] ^= 1).bytes();
    fixture.replace(forged);
    SegmentFormat byChecksum =
        new SegmentFormat(
            SegmentFixture.small().verifying(Verification.CHECKSUM, Verification.CHECKSUM),
            Lz4.fastest(),
            () -> SegmentFixture.CREATED,
            TestReadAhead.AT_ONCE);
    SegmentReader careless = byChecksum.open(fixture.store, summary.handle());

    assertThat(careless.get(RecordKey.of(key(0))))
        .isPresent()
        .isNotEqualTo(Optional.of(records.getFirst()));
    assertThatThrownBy(() -> fixture.open(summary).get(RecordKey.of(key(0))))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("frame 0 is not under the root");
    verifying(forged).hasMessageContaining("frame 0 is not under the root");
  }

  @Test
  void mendedRootOfAFrameIsFoundByTheRootOfTheSegment() throws Exception {
    fixture.replace(forgery().table(table -> table[20] ^= 1).bytes());
    opening(summary.handle()).hasMessageContaining("the frames have root");
  }

  @Test
  void keyWithoutABitInTheFilterIsFound() throws Exception {
    verifying(forgery().bloom(bloom -> Arrays.fill(bloom, (byte) 0)).bytes())
        .hasMessageContaining("the bloom filter does not have a key");
  }

  @Test
  void indexThatSaysSomethingElseIsFound() throws Exception {
    KeyIndex.Builder other = new KeyIndex.Builder();
    KeyScan keys = fixture.open(summary).keys(KeyRange.ALL);
    while (keys.next()) {
      RecordEntry entry = keys.entry();
      long sequence = entry.sequence() + (keys.frame() == 3 ? 1 : 0);
      int flags = RecordView.flags(entry.kind(), entry.expiresAt());
      other.add(
          entry.key().utf8(),
          flags,
          sequence,
          entry.expiresAt(),
          entry.frame(),
          entry.place(),
          entry.valueBytes());
    }
    verifying(forgery().replaceKeys(other.build()).bytes())
        .hasMessageContaining("the key index does not have the record at 0 of frame 3");
  }

  @Test
  void statisticsThatAreWrongAreFound() throws Exception {
    byte[] forged =
        forgery()
            .statistics(said ->
                new SegmentStatistics(
                    said.records(),
                    said.tombstones() + 1,
                    said.expiring(),
                    said.keyBytes(),
                    said.valueBytes(),
                    said.rawBytes(),
                    said.leastSequence(),
                    said.greatestSequence(),
                    said.leastKey(),
                    said.greatestKey(),
                    said.epoch(),
                    said.created()))
            .bytes();
    verifying(forged).hasMessageContaining("the statistics are");
  }

  @Test
  void partsThatContradictEachOtherAreRefused() throws Exception {
    fixture.replace(forgery().table(table -> ByteBuffer.wrap(table).putInt(9, 1)).bytes());
    opening(summary.handle()).hasMessageContaining("contradict each other");
  }

  @Test
  void anyByteThatIsWrongIsFound() throws Exception {
    byte[] right = fixture.stored();
    for (int at = 0; at < right.length; at += at < summary.storedBytes() ? 501 : 7) {
      byte[] wrong = right.clone();
      wrong[at] ^= (byte) (1 << at % 8);
      verifying(wrong);
    }
  }
}
