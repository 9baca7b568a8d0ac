package io.blocktier.segments.format;

import static io.blocktier.segments.format.SegmentFixture.mixed;
import static io.blocktier.segments.format.SegmentFixture.put;
import static io.blocktier.segments.format.SegmentFixture.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a writer takes, and how it gets to the store. */
class SegmentWriterTest {

  private final SegmentFixture fixture = new SegmentFixture(SegmentFixture.small());

  private SegmentWriter writer() {
    return fixture.format.write(
        fixture.store,
        SegmentFixture.BLOCK,
        new SegmentIdentity(SegmentFixture.ID, SegmentFixture.EPOCH),
        WriteOptions.ifAbsent());
  }

  @Test
  void segmentWithoutRecordsIsRefused() {
    try (SegmentWriter writer = writer()) {
      assertThatThrownBy(writer::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("at least one record");
    }
    assertThatThrownBy(() -> fixture.memory.stat(SegmentFixture.BLOCK))
        .isInstanceOf(BlockNotFoundException.class);
  }

  @Test
  void keysOutOfOrderAreRefused() throws Exception {
    try (SegmentWriter writer = writer()) {
      writer.delete(RecordKey.of("b"), 1);
      assertThatThrownBy(() -> writer.delete(RecordKey.of("a"), 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("key 'a' comes behind 'b'");
    }
  }

  @Test
  void keyTwiceIsRefused() throws Exception {
    try (SegmentWriter writer = writer()) {
      writer.delete(RecordKey.of("b"), 1);
      assertThatThrownBy(() -> writer.delete(RecordKey.of("b"), 2))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void sequencesOutOfBoundsAreRefused() throws Exception {
    try (SegmentWriter writer = writer()) {
      assertThatThrownBy(() -> writer.delete(RecordKey.of("a"), -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.delete(RecordKey.of("a"), RecordEntry.MAX_SEQUENCE + 1))
          .isInstanceOf(IllegalArgumentException.class);
      writer.delete(RecordKey.of("a"), RecordEntry.MAX_SEQUENCE);
      writer.delete(RecordKey.of("b"), 0);
      fixture.open(writer.finish()).verify();
    }
  }

  @Test
  void keysOutOfBoundsAreRefused() {
    assertThatThrownBy(() -> RecordKey.of("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RecordKey.of("é".repeat(RecordKey.MAX_BYTES / 2) + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4097 bytes");
    assertThatThrownBy(() -> RecordKey.of("\uD83D"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unpaired surrogate");
  }

  @Test
  void finishedWriterTakesNothingMore() throws Exception {
    try (SegmentWriter writer = writer()) {
      writer.delete(RecordKey.of("a"), 1);
      writer.finish();
      assertThatThrownBy(() -> writer.delete(RecordKey.of("b"), 1))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void writerTellsHowMuchItHas() throws Exception {
    try (SegmentWriter writer = writer()) {
      writer.put(RecordKey.of("a"), 1, RecordEntry.NEVER, ByteBuffer.allocate(5000));
      writer.delete(RecordKey.of("b"), 2);

      assertThat(writer.records()).isEqualTo(2);
      assertThat(writer.rawBytes()).isEqualTo(15 + 1 + 5000 + 15 + 1);
    }
  }

  @Test
  void positionOfAValueDoesNotMove() throws Exception {
    ByteBuffer value = ByteBuffer.allocateDirect(5000).position(7).limit(4000);
    try (SegmentWriter writer = writer()) {
      writer.put(RecordKey.of("a"), 1, RecordEntry.NEVER, value);
      assertThat(value.position()).isEqualTo(7);
      assertThat(fixture.open(writer.finish()).get(RecordKey.of("a")).orElseThrow().value())
          .isEqualTo(value);
    }
  }

  @Test
  void segmentThatFitsIntoOnePartIsOneWrite() throws Exception {
    SegmentSummary summary = fixture.write(mixed(200, 2000, 5));
    BlockStat stat = fixture.memory.stat(SegmentFixture.BLOCK);

    assertThat(stat.checksum()).contains(summary.checksum());
    assertThat(stat.size()).isEqualTo(summary.bytes());
    assertThat(fixture.memory.bytesReceived()).isEqualTo(summary.bytes());
  }

  @Test
  void largerSegmentGoesPartByPart() throws Exception {
    SegmentFixture parts = new SegmentFixture(SegmentFixture.small().withPartBytes(10_000));
    List<SegmentRecord> records = mixed(500, 3000, 6);
    SegmentSummary summary = parts.write(records);

    assertThat(parts.memory.stat(SegmentFixture.BLOCK).size()).isEqualTo(summary.bytes());
    assertThat(parts.memory.openUploads()).isEmpty();
    SegmentReader reader = parts.open(summary);
    reader.verify();
    assertThat(SegmentFixture.all(reader.scan(KeyRange.ALL))).isEqualTo(records);
  }

  @Test
  void partsAreSentWhileTheSegmentIsWritten() throws Exception {
    SegmentFixture parts = new SegmentFixture(SegmentFixture.small().withPartBytes(10_000));
    SegmentWriter writer =
        parts.format.write(
            parts.store, SegmentFixture.BLOCK, new SegmentIdentity(1, 1), WriteOptions.ifAbsent());
    writer.put(RecordKey.of("a"), 1, RecordEntry.NEVER, ByteBuffer.wrap(random(1, 100_000)));

    assertThat(parts.memory.bytesReceived()).isBetween(80_000L, 100_100L);
    assertThat(parts.memory.openUploads()).containsExactly(SegmentFixture.BLOCK);
    writer.close();
    assertThat(parts.memory.openUploads()).isEmpty();
    assertThatThrownBy(() -> parts.memory.stat(SegmentFixture.BLOCK))
        .isInstanceOf(BlockNotFoundException.class);
  }

  @Test
  void storeWithoutUploadsGetsOneWrite() throws Exception {
    EnumSet<Capability> features = EnumSet.allOf(Capability.class);
    features.remove(Capability.UPLOAD);
    features.remove(Capability.PART_COPY);
    InMemoryBlockStore plain =
        new InMemoryBlockStore(
            "plain",
            new Capabilities(
                features, InMemoryBlockStore.ALL_CAPABILITIES.limits(), Durability.MEMORY),
            TestEffects.seeded(1));
    SegmentFormat format =
        new SegmentFormat(
            SegmentFixture.small().withPartBytes(1000),
            Lz4.fastest(),
            () -> SegmentFixture.CREATED,
            TestReadAhead.AT_ONCE);
    try (SegmentWriter writer =
        format.write(
            plain, SegmentFixture.BLOCK, new SegmentIdentity(1, 1), WriteOptions.DEFAULT)) {
      for (SegmentRecord record : mixed(100, 3000, 7)) {
        SegmentFixture.add(writer, record);
      }
      format.open(plain, writer.finish().handle()).verify();
    }
  }

  @Test
  void conditionKeepsWhatIsThere() throws Exception {
    SegmentSummary first = fixture.write(List.of(put("a", 1, "first")));

    assertThatThrownBy(() -> fixture.write(List.of(put("a", 2, "second"))))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(fixture.open(first).get(RecordKey.of("a")).orElseThrow().sequence()).isEqualTo(1);
  }

  @Test
  void sameRecordsGiveTheSameRootWhateverTheNumberAndCompression() throws Exception {
    List<SegmentRecord> records = mixed(300, 2000, 8);
    RootHash root = fixture.write(records).root();
    SegmentFixture plain = new SegmentFixture(SegmentFixture.small().with(Compression.NONE));

    assertThat(plain.write(records).root()).isEqualTo(root);
  }

  @Test
  void storeThatHasOtherBytesThanWereSentIsFound() {
    BlockStore forgetful =
        new ForwardingBlockStore(fixture.memory) {
          @Override
          public Receipt write(BlockKey key, Content content, WriteOptions options)
              throws BlockStoreException {
            Receipt receipt = inner().write(key, content, options);
            return new SettledReceipt(
                key, receipt.size(), receipt.etag(), Optional.of(Crc32c.EMPTY), receipt.level());
          }
        };
    try (SegmentWriter writer =
        fixture.format.write(
            forgetful, SegmentFixture.BLOCK, new SegmentIdentity(1, 1), WriteOptions.DEFAULT)) {
      assertThatThrownBy(
              () -> {
                writer.delete(RecordKey.of("a"), 1);
                writer.finish();
              })
          .isInstanceOf(CorruptBlockException.class)
          .hasMessageContaining("write it under another key");
    }
  }

  @Test
  void partThatFailsLeavesNothingBehind() {
    SegmentFixture parts = new SegmentFixture(SegmentFixture.small().withPartBytes(10_000));
    InMemoryBlockStore full =
        new InMemoryBlockStore(
            "full", InMemoryBlockStore.ALL_CAPABILITIES, 50_000, TestEffects.seeded(1));
    try (SegmentWriter writer =
        parts.format.write(
            full, SegmentFixture.BLOCK, new SegmentIdentity(1, 1), WriteOptions.ifAbsent())) {
      assertThatThrownBy(() ->
              writer.put(
                  RecordKey.of("a"), 1, RecordEntry.NEVER, ByteBuffer.wrap(random(1, 100_000))))
          .isInstanceOf(OutOfSpaceException.class);
    }
    assertThat(full.openUploads()).isEmpty();
    assertThatThrownBy(() -> full.stat(SegmentFixture.BLOCK))
        .isInstanceOf(BlockNotFoundException.class);
  }
}
