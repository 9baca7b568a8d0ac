package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.key;
import static io.blocktier.segments.format.SegmentFixture.mixed;
import static io.blocktier.segments.format.SegmentFixture.put;
import static io.blocktier.segments.format.SegmentFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.spi.Signals;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What frames in memory spare, what they never hide, and what they may take. */
class FrameCacheTest {

  private static final int RECORDS = 500;
  private static final int FRAME_BYTES = 1024;

  private final SegmentFixture fixture = new SegmentFixture(SegmentFixture.small());
  private final List<SegmentRecord> records = new ArrayList<>();

  FrameCacheTest() {
    for (int i = 0; i < RECORDS; i++) {
      records.add(put(key(i), i, random(i, 100)));
    }
  }

  private static FrameCache cache(long maxBytes) {
    return new FrameCache(maxBytes, Signals.ofThreads(), Duration.ofSeconds(10));
  }

  private SegmentReader open(SegmentSummary summary, FrameCache cache) throws BlockStoreException {
    SegmentReader reader = fixture.format.open(fixture.store, summary.handle(), cache);
    fixture.store.reset();
    return reader;
  }

  private static int frames(SegmentReader reader) {
    return reader.footer().frames().count();
  }

  private void requireAll(SegmentReader reader) throws BlockStoreException {
    for (SegmentRecord record : records) {
      RecordEntry entry = reader.find(record.key()).orElseThrow();
      assertThat(reader.get(record.key())).contains(record);
      assertThat(reader.get(record.key(), entry.frame())).contains(record);
    }
  }

  @Test
  void everyFrameIsReadOnce() throws Exception {
    FrameCache cache = cache(1 << 20);
    SegmentReader reader = open(fixture.write(records), cache);

    requireAll(reader);

    assertThat(fixture.store.reads()).isEqualTo(frames(reader));
    assertThat(cache.misses()).isEqualTo(frames(reader));
    assertThat(cache.hits()).isEqualTo(2L * RECORDS - frames(reader));
    assertThat(cache.bytes()).isGreaterThan(reader.statistics().rawBytes());
  }

  @Test
  void recordsOfAllKindsAreFoundAndLongValuesStayOut() throws Exception {
    records.clear();
    records.addAll(mixed(400, 3000, 5));
    FrameCache cache = cache(1 << 20);
    SegmentReader reader = open(fixture.write(records), cache);
    requireAll(reader);
    long misses = cache.misses();

    requireAll(reader);

    assertThat(cache.misses()).isEqualTo(misses);
    int kept = 0;
    FrameTable table = reader.footer().frames();
    for (int frame = 0; frame < table.count(); frame++) {
      boolean begins = frame + 1 < table.count() && table.isContinuation(frame + 1);
      kept += begins || table.isContinuation(frame) ? 0 : 1;
    }
    assertThat(misses).isEqualTo(kept).isLessThan(table.count());
  }

  @Test
  void keyThatIsNotInItsFrameIsNotFoundThere() throws Exception {
    SegmentReader reader = open(fixture.write(records), cache(1 << 20));
    for (int frame = 0; frame < frames(reader); frame++) {
      assertThat(reader.get(RecordKey.of("absent"), frame)).isEmpty();
      assertThat(reader.get(RecordKey.of("zz"), frame)).isEmpty();
    }
    assertThat(reader.get(records.getFirst().key(), 1)).isEmpty();
  }

  @Test
  void partOfAValueComesFromMemory() throws Exception {
    SegmentReader reader = open(fixture.write(records), cache(1 << 20));
    RecordEntry entry = reader.find(records.get(7).key()).orElseThrow();
    ByteBuffer part = ByteBuffer.allocate(10);

    for (int i = 0; i < 5; i++) {
      assertThat(reader.read(entry, ByteRange.of(20, 10), part.clear())).isEqualTo(10);
    }

    assertThat(part.flip()).isEqualTo(records.get(7).value().slice(20, 10));
    assertThat(fixture.store.reads()).isEqualTo(1);
  }

  @Test
  void theBoundHoldsAndWhatHadToGoIsReadAgain() throws Exception {
    FrameCache cache = cache(16 << 10);
    SegmentReader reader = open(fixture.write(records), cache);

    for (int turn = 0; turn < 3; turn++) {
      for (SegmentRecord record : records) {
        assertThat(reader.get(record.key())).contains(record);
        assertThat(cache.bytes()).isLessThanOrEqualTo(cache.maxBytes());
      }
    }

    assertThat(cache.misses()).isEqualTo(fixture.store.reads()).isGreaterThan(2L * frames(reader));
    assertThat(cache.bytes()).isPositive();
  }

  @Test
  void frameLargerThanAnEighthOfTheBoundStaysOut() throws Exception {
    FrameCache cache = cache(FRAME_BYTES);
    SegmentReader reader = open(fixture.write(records), cache);

    requireAll(reader);

    assertThat(fixture.store.reads()).isEqualTo(2 * RECORDS);
    assertThat(cache.bytes() + cache.misses() + cache.hits()).isZero();
  }

  @Test
  void changingAValueThatWasReadChangesNothingInMemory() throws Exception {
    SegmentReader reader = open(fixture.write(records), cache(1 << 20));
    SegmentRecord first = records.getFirst();
    ByteBuffer value = reader.get(first.key()).orElseThrow().value();
    value.put(0, (byte) (value.get(0) + 1));
    ByteBuffer byFrame = reader.get(first.key(), 0).orElseThrow().value();
    byFrame.put(0, (byte) (byFrame.get(0) + 1));

    assertThat(reader.get(first.key())).contains(first);
    assertThat(reader.get(first.key(), 0)).contains(first);
  }

  @Test
  void damageIsFoundWhereAFrameIsReadAndHiddenFromNoneButSingleReads() throws Exception {
    SegmentSummary summary = fixture.write(records);
    byte[] right = fixture.stored();
    byte[] wrong = right.clone();
    wrong[40] ^= 1;
    SegmentReader reader = open(summary, cache(1 << 20));
    RecordKey first = records.getFirst().key();

    fixture.replace(wrong);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> reader.get(first))
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageContaining("frame 0 does not match its checksum");
    }
    fixture.replace(right);
    assertThat(reader.get(first)).contains(records.getFirst());

    fixture.replace(wrong);
    assertThat(reader.get(first)).contains(records.getFirst());
    assertThatThrownBy(reader::verify).isInstanceOf(CorruptBlockException.class);
    assertThatThrownBy(() -> reader.proof(first)).isInstanceOf(CorruptBlockException.class);
    assertThatThrownBy(() -> SegmentFixture.all(reader.scan(KeyRange.ALL)))
        .isInstanceOf(CorruptBlockException.class);
  }

  @Test
  void frameWithMendedChecksumsDoesNotGetIn() throws Exception {
    SegmentSummary summary = fixture.write(records);
    byte[] forged =
        new Forgery(fixture.stored(), SegmentFixture.ID).frames(bytes -> bytes[40] ^= 1).bytes();
    fixture.replace(forged);
    FrameCache cache = cache(1 << 20);
    SegmentReader reader = open(summary, cache);

    assertThatThrownBy(() -> reader.get(records.getFirst().key()))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("frame 0 is not under the root");
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void segmentsOfOneNumberAndOtherRecordsDoNotSeeEachOther() throws Exception {
    FrameCache cache = cache(1 << 20);
    SegmentReader one = open(fixture.write(records), cache);
    SegmentFixture elsewhere = new SegmentFixture(SegmentFixture.small());
    SegmentRecord changed = put(key(0), 1, "changed");
    SegmentSummary summary = elsewhere.write(List.of(changed));
    SegmentReader other = elsewhere.format.open(elsewhere.store, summary.handle(), cache);

    assertThat(one.get(changed.key())).contains(records.getFirst());
    assertThat(other.get(changed.key())).contains(changed);
    assertThat(one.get(changed.key(), 0)).contains(records.getFirst());
  }

  @Test
  void sameSegmentOpenedAgainFindsItsFrames() throws Exception {
    FrameCache cache = cache(1 << 20);
    SegmentSummary summary = fixture.write(records);
    requireAll(open(summary, cache));
    SegmentReader again = open(summary, cache);

    requireAll(again);

    assertThat(fixture.store.reads()).isZero();
  }
}
