package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.key;
import static io.blocktier.segments.format.SegmentFixture.put;
import static io.blocktier.segments.format.SegmentFixture.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many requests it costs. */
class SegmentReadsTest {

  private static final int RECORDS = 2000;

  private final SegmentFixture fixture = new SegmentFixture(SegmentFixture.small());
  private final SegmentSummary summary;

  SegmentReadsTest() throws BlockStoreException {
    List<SegmentRecord> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      records.add(put(key(2 * i), i, random(i, 100)));
    }
    records.add(put("large", RECORDS, random(RECORDS, 100_000)));
    summary = fixture.write(records);
    fixture.store.reset();
  }

  @Test
  void openingCostsOneRequestWhereTheManifestRemembersTheTail() throws Exception {
    fixture.open(summary);

    assertThat(fixture.store.reads()).isEqualTo(1);
    assertThat(fixture.store.bytes()).isEqualTo(summary.tailBytes());
  }

  @Test
  void pointReadCostsOneRequestForOneFrame() throws Exception {
    SegmentReader reader = fixture.open(summary);
    for (int i = 0; i < RECORDS; i += 100) {
      fixture.store.reset();
      assertThat(reader.get(RecordKey.of(key(2 * i)))).isPresent();
      assertThat(fixture.store.reads()).isEqualTo(1);
      assertThat(fixture.store.bytes()).isLessThanOrEqualTo(1024);
    }
  }

  @Test
  void longValueCostsOneRequestUpToABatch() throws Exception {
    SegmentReader reader = fixture.open(summary);
    fixture.store.reset();

    assertThat(reader.get(RecordKey.of("large"))).isPresent();
    assertThat(fixture.store.reads()).isEqualTo(1);
  }

  @Test
  void absentKeyCostsNoRequest() throws Exception {
    SegmentReader reader = fixture.open(summary);
    fixture.store.reset();
    for (int i = 0; i < RECORDS; i++) {
      assertThat(reader.get(RecordKey.of(key(2 * i + 1)))).isEmpty();
    }
    assertThat(fixture.store.reads()).isZero();
  }

  @Test
  void tombstonesAndEmptyValuesCostNoRequest() throws Exception {
    SegmentFixture other = new SegmentFixture(SegmentFixture.small());
    SegmentReader reader =
        other.writeAndOpen(List.of(put("empty", 1, ""), SegmentFixture.tombstone("gone", 2)));
    other.store.reset();

    assertThat(reader.get(RecordKey.of("empty"))).isPresent();
    assertThat(reader.get(RecordKey.of("gone"))).isPresent();
    assertThat(other.store.reads()).isZero();
  }

  @Test
  void guessThatIsTooSmallCostsOneMoreRequest() throws Exception {
    SegmentHandle guess =
        new SegmentHandle(
            SegmentFixture.BLOCK, SegmentFixture.ID, summary.bytes(), 200, Optional.empty());
    SegmentReader reader = fixture.format.open(fixture.store, guess);

    assertThat(fixture.store.reads()).isEqualTo(2);
    assertThat(fixture.store.bytes()).isEqualTo(summary.tailBytes());
    assertThat(reader.get(RecordKey.of(key(10)))).isPresent();
    assertThat(fixture.store.reads()).isEqualTo(3);
  }

  @Test
  void guessThatIsTooLargeCostsOneRequest() throws Exception {
    SegmentReader reader =
        fixture.format.open(
            fixture.store,
            SegmentHandle.guessed(SegmentFixture.BLOCK, SegmentFixture.ID, summary.bytes()));

    assertThat(fixture.store.reads()).isEqualTo(1);
    assertThat(reader.memoryBytes()).isEqualTo(summary.tailBytes());
    reader.verify();
  }

  @Test
  void readingByPlaceNeedsNoKeyIndex() throws Exception {
    RecordEntry entry = fixture.open(summary).find(RecordKey.of(key(10))).orElseThrow();
    fixture.store.reset();
    SegmentReader reader = fixture.format.open(fixture.store, summary.handleWithoutKeys());

    assertThat(reader.value(entry).remaining()).isEqualTo(100);
    assertThat(fixture.store.reads()).isEqualTo(2);
    assertThat(reader.memoryBytes()).isEqualTo(summary.footerBytes());
    assertThat(reader.mayContain(RecordKey.of(key(10)))).isTrue();
  }

  @Test
  void keyIndexIsReadOnceWhereItWasLeftOut() throws Exception {
    SegmentReader reader = fixture.format.open(fixture.store, summary.handleWithoutKeys());
    fixture.store.reset();

    assertThat(reader.find(RecordKey.of(key(10)))).isPresent();
    assertThat(reader.find(RecordKey.of(key(12)))).isPresent();
    assertThat(fixture.store.reads()).isEqualTo(1);
    assertThat(reader.memoryBytes()).isEqualTo(summary.tailBytes());
  }

  @Test
  void scanReadsEveryFrameOnceInFewRequests() throws Exception {
    SegmentReader reader = fixture.open(summary);
    fixture.store.reset();

    assertThat(SegmentFixture.all(reader.scan(KeyRange.ALL))).hasSize(RECORDS + 1);
    assertThat(fixture.store.reads()).isEqualTo(1);
    assertThat(fixture.store.bytes()).isEqualTo(summary.storedBytes());
  }
}
