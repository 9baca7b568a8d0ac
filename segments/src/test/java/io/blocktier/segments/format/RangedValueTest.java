package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.compressible;
import static io.blocktier.segments.format.SegmentFixture.put;
import static io.blocktier.segments.format.SegmentFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of values. */
class RangedValueTest {

  private static final int LONG = 100_000;
  private static final long SEED = 20;

  private final SegmentFixture fixture = new SegmentFixture(SegmentFixture.small());
  private final byte[] rough = random(SEED, LONG);
  private final byte[] smooth = compressible(SEED, LONG);
  private final SegmentReader reader;

  RangedValueTest() throws BlockStoreException {
    reader =
        fixture.writeAndOpen(
            List.of(
                put("rough", 1, rough), put("short", 2, "0123456789"), put("smooth", 3, smooth)));
    fixture.store.reset();
  }

  private RecordEntry entry(String key) throws BlockStoreException {
    return reader.find(RecordKey.of(key)).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rough", "smooth"})
  void anyRangeOfALongValueHasItsBytes(String key) throws Exception {
    byte[] value = key.equals("rough") ? rough : smooth;
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      int offset = random.nextInt(LONG);
      int length = random.nextInt(i % 2 == 0 ? 3000 : LONG);
      ByteBuffer target = i % 3 == 0 ? ByteBuffer.allocateDirect(LONG) : ByteBuffer.allocate(LONG);
      int got = reader.read(entry(key), ByteRange.of(offset, length), target);
      byte[] bytes = new byte[target.flip().remaining()];
      target.get(bytes);

      assertThat(got).isEqualTo(Math.min(length, LONG - offset));
      assertThat(bytes).isEqualTo(Arrays.copyOfRange(value, offset, offset + got));
    }
  }

  @Test
  void alignedRangeReadsTheOneFrameItTouches() throws Exception {
    ByteBuffer target = ByteBuffer.allocate(1024);
    reader.read(entry("rough"), ByteRange.of(50 * 1024, 1024), target);

    assertThat(fixture.store.reads()).isEqualTo(1);
    assertThat(fixture.store.bytes()).isEqualTo(1024);
    assertThat(target.array()).isEqualTo(Arrays.copyOfRange(rough, 50 * 1024, 51 * 1024));
  }

  @Test
  void longRangeReadsNoMoreThanABatchAtATime() throws Exception {
    SegmentFixture narrow = new SegmentFixture(SegmentFixture.small().withBatchBytes(10_000));
    SegmentReader narrowReader = narrow.writeAndOpen(List.of(put("rough", 1, rough)));
    narrow.store.reset();

    assertThat(narrowReader.get(RecordKey.of("rough")).orElseThrow().value())
        .isEqualTo(ByteBuffer.wrap(rough));
    assertThat(narrow.store.reads()).isEqualTo(11);
  }

  @Test
  void rangeIsClampedAtTheEnd() throws Exception {
    ByteBuffer target = ByteBuffer.allocate(100);

    assertThat(reader.read(entry("short"), ByteRange.from(7), target)).isEqualTo(3);
    assertThat(reader.read(entry("rough"), ByteRange.of(LONG - 1, 50), target)).isEqualTo(1);
    assertThat(target.position()).isEqualTo(4);
  }

  @Test
  void emptyRangeAtTheEndIsLegalAndCostsNothing() throws Exception {
    assertThat(reader.read(entry("short"), ByteRange.of(10, 0), ByteBuffer.allocate(0))).isZero();
    assertThat(fixture.store.reads()).isZero();
  }

  @Test
  void rangeFromTheEndOnIsRefused() {
    assertThatThrownBy(
            () -> reader.read(entry("short"), ByteRange.of(10, 1), ByteBuffer.allocate(1)))
        .isInstanceOf(RangeNotSatisfiableException.class)
        .hasMessageContaining("'short'")
        .hasMessageContaining("10 bytes");
    assertThatThrownBy(
            () -> reader.read(entry("rough"), ByteRange.from(LONG + 1), ByteBuffer.allocate(1)))
        .isInstanceOf(RangeNotSatisfiableException.class);
  }

  @Test
  void targetWithoutRoomIsRefused() {
    assertThatThrownBy(() -> reader.read(entry("short"), ByteRange.ALL, ByteBuffer.allocate(9)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("10 bytes do not fit into the 9");
  }

  @Test
  void failedReadLeavesThePositionWhereItWas() throws Exception {
    RecordEntry rightEntry = entry("rough");
    byte[] bytes = fixture.stored();
    bytes[90_000] ^= 1;
    fixture.replace(bytes);
    ByteBuffer target = ByteBuffer.allocate(LONG + 5).position(5);

    assertThatThrownBy(() -> reader.read(rightEntry, ByteRange.ALL, target))
        .isInstanceOf(CorruptBlockException.class);
    assertThat(target.position()).isEqualTo(5);
  }

  @Test
  void entryOfAnotherSegmentIsDamageAndNotItsBytes() throws Exception {
    RecordEntry right = entry("short");
    RecordEntry elsewhere =
        new RecordEntry(
            RecordKey.of("other"),
            right.sequence(),
            right.kind(),
            right.expiresAt(),
            right.frame(),
            right.place(),
            right.valueBytes());
    RecordEntry nowhere =
        new RecordEntry(
            right.key(), right.sequence(), right.kind(), right.expiresAt(), 1 << 20, 0, 10);

    assertThatThrownBy(() -> reader.value(elsewhere))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("is not where it should be");
    assertThatThrownBy(() -> reader.value(nowhere))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("is not in these frames");
  }
}
