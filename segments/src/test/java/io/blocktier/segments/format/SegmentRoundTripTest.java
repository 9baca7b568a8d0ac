package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.compressible;
import static io.blocktier.segments.format.SegmentFixture.key;
import static io.blocktier.segments.format.SegmentFixture.mixed;
import static io.blocktier.segments.format.SegmentFixture.put;
import static io.blocktier.segments.format.SegmentFixture.random;
import static io.blocktier.segments.format.SegmentFixture.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockStoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again: by key, by scan, and by the check of everything. */
class SegmentRoundTripTest {

  private final SegmentFixture fixture = new SegmentFixture(SegmentFixture.small());

  private void requireAll(SegmentFixture in, List<SegmentRecord> records)
      throws BlockStoreException {
    SegmentReader reader = in.writeAndOpen(records);
    for (SegmentRecord record : records) {
      assertThat(reader.get(record.key())).contains(record);
    }
    assertThat(SegmentFixture.all(reader.scan(KeyRange.ALL))).isEqualTo(records);
    reader.verify();
    assertThat(reader.statistics().records()).isEqualTo(records.size());
  }

  @Test
  void oneRecordIsASegment() throws Exception {
    requireAll(fixture, List.of(put("only", 42, "value")));
  }

  @Test
  void tombstonesAloneAreASegment() throws Exception {
    requireAll(fixture, List.of(tombstone("a", 1), tombstone("b", 2), tombstone("c", 3)));
  }

  @Test
  void emptyValueIsNotATombstone() throws Exception {
    requireAll(fixture, List.of(put("empty", 1, ""), tombstone("gone", 2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1023, 1024, 1025, 2047, 2048, 2049})
  void valuesAroundWholeFramesComeBack(int bytes) throws Exception {
    requireAll(
        fixture,
        List.of(
            put("a", 1, "before"),
            put("b", 2, random(bytes, bytes)),
            put("c", 3, compressible(bytes, bytes)),
            put("d", 4, "behind")));
  }

  @Test
  void valueOfTenMebibytesComesBack() throws Exception {
    SegmentFixture large = new SegmentFixture(SegmentOptions.DEFAULT);
    requireAll(
        large,
        List.of(
            put("a", 1, random(1, 10 << 20)),
            put("b", 2, "short"),
            put("c", 3, compressible(2, 10 << 20))));
  }

  @Test
  void keysThatAreStartsOfEachOtherAreDifferent() throws Exception {
    List<SegmentRecord> records = new ArrayList<>();
    for (int length = 1; length <= 100; length++) {
      records.add(put("a".repeat(length), length, "value " + length));
    }
    requireAll(fixture, records);
    SegmentReader reader =
        fixture.format.open(
            fixture.store,
            SegmentHandle.guessed(
                SegmentFixture.BLOCK, SegmentFixture.ID, fixture.stored().length));
    assertThat(reader.get(RecordKey.of("a".repeat(101)))).isEmpty();
  }

  @Test
  void keysOfEveryCharacterComeBack() throws Exception {
    TreeSet<RecordKey> keys = new TreeSet<>();
    for (int character = 0; character < 0x3000; character++) {
      keys.add(RecordKey.of(Character.toString(character)));
    }
    keys.add(RecordKey.of("\uFFFD"));
    keys.add(RecordKey.of("\uD83D\uDE00"));
    keys.add(RecordKey.of("x".repeat(RecordKey.MAX_BYTES)));
    List<SegmentRecord> records = new ArrayList<>();
    keys.forEach(key -> records.add(put(key.toString(), records.size(), "of " + key.length())));
    requireAll(fixture, records);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void recordsOfAllKindsComeBack(Compression compression) throws Exception {
    SegmentFixture one = new SegmentFixture(SegmentFixture.small().with(compression));
    requireAll(one, mixed(1000, 1500, 11));
  }

  @Test
  void hundredThousandRecordsComeBack() throws Exception {
    SegmentFixture large = new SegmentFixture(SegmentOptions.DEFAULT);
    List<SegmentRecord> records = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      records.add(put(key(i), i, "balance of account " + i));
    }
    SegmentReader reader = large.writeAndOpen(records);
    assertThat(SegmentFixture.all(reader.scan(KeyRange.ALL))).isEqualTo(records);
    for (int i = 0; i < 100_000; i += 997) {
      assertThat(reader.get(RecordKey.of(key(i)))).contains(records.get(i));
    }
    reader.verify();
  }

  @Test
  void whatHasExpiredIsHandedOutWithItsTime() throws Exception {
    RecordKey key = RecordKey.of("session");
    SegmentRecord record =
        new SegmentRecord(key, 1, RecordKind.PUT, 1000, ByteBuffer.wrap(new byte[] {5}));
    SegmentReader reader = fixture.writeAndOpen(List.of(record));

    assertThat(reader.get(key)).contains(record);
    assertThat(reader.find(key).orElseThrow().expiresAt()).isEqualTo(1000);
    assertThat(reader.statistics().expiring()).isEqualTo(1);
  }

  @Test
  void statisticsSayWhatIsInIt() throws Exception {
    SegmentSummary summary =
        fixture.write(List.of(put("a", 9, "12345"), tombstone("bb", 4), put("ccc", 6, "1")));

    assertThat(summary.statistics())
        .isEqualTo(
            new SegmentStatistics(
                3,
                1,
                0,
                6,
                6,
                3 * 15 + 6 + 6,
                4,
                9,
                RecordKey.of("a"),
                RecordKey.of("ccc"),
                SegmentFixture.EPOCH,
                SegmentFixture.CREATED));
    assertThat(fixture.open(summary).statistics()).isEqualTo(summary.statistics());
    assertThat(summary.bytes()).isEqualTo(fixture.stored().length);
    assertThat(fixture.open(summary).storedBytes()).isEqualTo(summary.storedBytes());
    assertThat(summary.storedBytes() + summary.tailBytes()).isEqualTo(summary.bytes());
  }

  @Test
  void compressionIsUsedWhereItPaysAlone() throws Exception {
    SegmentSummary incompressible = fixture.write(List.of(put("a", 1, random(5, 100_000))));
    SegmentFixture other = new SegmentFixture(SegmentFixture.small());
    SegmentSummary compressed = other.write(List.of(put("a", 1, compressible(5, 100_000))));

    assertThat(incompressible.storedBytes()).isEqualTo(incompressible.statistics().rawBytes());
    assertThat(compressed.storedBytes()).isLessThan(compressed.statistics().rawBytes() * 7 / 8);
  }
}
