package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.blockstore.tck.TestEffects;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Segments in a store in memory that counts what is read. */
final class SegmentFixture {

  static final BlockKey BLOCK = BlockKey.of("segments/7");
  static final long ID = 7;
  static final long EPOCH = 3;
  static final Instant CREATED = Instant.parse("2026-03-01T12:00:00.123Z");

  final InMemoryBlockStore memory = new InMemoryBlockStore(TestEffects.seeded(1));
  final CountingStore store = new CountingStore(memory);
  final SegmentFormat format;

  SegmentFixture(SegmentOptions options) {
    this(options, Lz4.fastest());
  }

  SegmentFixture(SegmentOptions options, Lz4 lz4) {
    this.format = new SegmentFormat(options, lz4, () -> CREATED, TestReadAhead.AT_ONCE);
  }

  /** Small frames, so that small tests have many. */
  static SegmentOptions small() {
    return SegmentOptions.DEFAULT
        .withFrameBytes(1024)
        .verifying(Verification.ROOT, Verification.ROOT);
  }

  SegmentSummary write(List<SegmentRecord> records) throws BlockStoreException {
    return write(records, WriteOptions.ifAbsent());
  }

  SegmentSummary write(List<SegmentRecord> records, WriteOptions options)
      throws BlockStoreException {
    try (SegmentWriter writer =
        format.write(store, BLOCK, new SegmentIdentity(ID, EPOCH), options)) {
      for (SegmentRecord record : records) {
        add(writer, record);
      }
      return writer.finish();
    }
  }

  static void add(SegmentWriter writer, SegmentRecord record) throws BlockStoreException {
    if (record.kind() == RecordKind.TOMBSTONE) {
      writer.delete(record.key(), record.sequence());
    } else {
      writer.put(record.key(), record.sequence(), record.expiresAt(), record.value());
    }
  }

  SegmentReader open(SegmentSummary summary) throws BlockStoreException {
    return format.open(store, summary.handle());
  }

  SegmentReader writeAndOpen(List<SegmentRecord> records) throws BlockStoreException {
    return open(write(records));
  }

  byte[] stored() throws BlockStoreException {
    ByteBuffer all = Blocks.readAll(memory, BLOCK);
    byte[] bytes = new byte[all.remaining()];
    all.get(bytes);
    return bytes;
  }

  /** Puts other bytes in place of the segment. */
  void replace(byte[] bytes) throws BlockStoreException {
    Blocks.write(memory, BLOCK, bytes);
  }

  static SegmentRecord put(String key, long sequence, byte[] value) {
    return new SegmentRecord(
        RecordKey.of(key), sequence, RecordKind.PUT, RecordEntry.NEVER, ByteBuffer.wrap(value));
  }

  static SegmentRecord put(String key, long sequence, String value) {
    return put(key, sequence, value.getBytes(StandardCharsets.UTF_8));
  }

  static SegmentRecord tombstone(String key, long sequence) {
    return new SegmentRecord(
        RecordKey.of(key),
        sequence,
        RecordKind.TOMBSTONE,
        RecordEntry.NEVER,
        ByteBuffer.allocate(0));
  }

  static byte[] random(long seed, int bytes) {
    byte[] value = new byte[bytes];
    new Random(seed).nextBytes(value);
    return value;
  }

  /** Bytes of which LZ4 saves about half. */
  static byte[] compressible(long seed, int bytes) {
    byte[] value = random(seed, bytes);
    for (int i = 0; i < bytes; i++) {
      value[i] = i % 32 < 16 ? (byte) 'a' : value[i];
    }
    return value;
  }

  static String key(int number) {
    return String.format(Locale.ROOT, "account/%08d", number);
  }

  /** Records of all kinds: short, empty, long, random and compressible, deleted and expiring. */
  static List<SegmentRecord> mixed(int count, int longBytes, long seed) {
    Random random = new Random(seed);
    List<SegmentRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long sequence = random.nextInt(1_000_000);
      int bytes = i % 29 == 28 ? longBytes + random.nextInt(longBytes) : random.nextInt(200);
      byte[] value = i % 2 == 0 ? random(seed + i, bytes) : compressible(seed + i, bytes);
      records.add(
          switch (i % 7) {
            case 3 -> tombstone(key(i), sequence);
            case 5 ->
                new SegmentRecord(
                    RecordKey.of(key(i)),
                    sequence,
                    RecordKind.PUT,
                    1_700_000_000_000L + i,
                    ByteBuffer.wrap(value));
            default -> put(key(i), sequence, value);
          });
    }
    return records;
  }

  static List<SegmentRecord> all(RecordScan scan) throws BlockStoreException {
    List<SegmentRecord> records = new ArrayList<>();
    try (scan) {
      while (scan.next()) {
        ByteBuffer value = ByteBuffer.allocate(scan.valueBytes()).put(scan.value()).flip();
        records.add(
            new SegmentRecord(scan.key(), scan.sequence(), scan.kind(), scan.expiresAt(), value));
      }
    }
    return records;
  }
}
