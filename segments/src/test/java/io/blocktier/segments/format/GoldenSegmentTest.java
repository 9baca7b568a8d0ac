package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.compressible;
import static io.blocktier.segments.format.SegmentFixture.put;
import static io.blocktier.segments.format.SegmentFixture.random;
import static io.blocktier.segments.format.SegmentFixture.tombstone;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Segments as version 1 has them, in files that are never changed. With {@code
 * -Dblocktier.golden.update=/some/directory} new ones are written there.
 */
class GoldenSegmentTest {

  private static final List<SegmentRecord> RECORDS =
      List.of(
          put("a", 5, "first"),
          put("a/b", 3, ""),
          tombstone("a/c", 9),
          put("b", 1, random(1, 700)),
          put("c", 2, compressible(2, 1500)),
          new SegmentRecord(
              RecordKey.of("d/ü/\uD83D\uDE00"),
              RecordEntry.MAX_SEQUENCE,
              RecordKind.PUT,
              1_800_000_000_000L,
              ByteBuffer.wrap(new byte[] {1, 2, 3})),
          put("e", 4, compressible(3, 300)));

  private static SegmentFixture fixture(Compression compression) {
    return new SegmentFixture(
        SegmentFixture.small().withFrameBytes(512).with(compression), Lz4.portable());
  }

  private static byte[] golden(Compression compression) throws IOException {
    String name = "segment-v1-" + compression.name().toLowerCase(Locale.ROOT) + ".bin";
    try (InputStream file = GoldenSegmentTest.class.getResourceAsStream(name)) {
      return file == null ? new byte[0] : file.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void whatIsWrittenTodayIsTheSameByteByByte(Compression compression) throws Exception {
    SegmentFixture fixture = fixture(compression);
    fixture.write(RECORDS);
    String update = System.getProperty("blocktier.golden.update");
    if (update != null) {
      String name = "segment-v1-" + compression.name().toLowerCase(Locale.ROOT) + ".bin";
      Files.write(Path.of(update, name), fixture.stored());
    }

    assertThat(fixture.stored()).isEqualTo(golden(compression));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void goldenSegmentIsReadByTheFastestLibrary(Compression compression) throws Exception {
    SegmentFixture fixture = new SegmentFixture(SegmentFixture.small(), Lz4.fastest());
    byte[] bytes = golden(compression);
    fixture.replace(bytes);
    SegmentReader reader =
        fixture.format.open(
            fixture.store,
            SegmentHandle.guessed(SegmentFixture.BLOCK, SegmentFixture.ID, bytes.length));

    assertThat(SegmentFixture.all(reader.scan(KeyRange.ALL))).isEqualTo(RECORDS);
    for (SegmentRecord record : RECORDS) {
      assertThat(reader.get(record.key())).contains(record);
    }
    reader.verify();
  }
}
