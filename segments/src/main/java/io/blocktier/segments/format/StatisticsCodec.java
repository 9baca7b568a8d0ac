package io.blocktier.segments.format;

import java.time.Instant;
import java.util.Arrays;

/** Statistics as bytes; docs/format.md describes them. */
final class StatisticsCodec {

  private static final int USUAL_BYTES = 256;

  private StatisticsCodec() {}

  /** Returns the bytes of statistics, in an array of their own. */
  static byte[] write(SegmentStatistics statistics) {
    ByteWriter target = new ByteWriter(USUAL_BYTES);
    target.fourBytes(statistics.records());
    target.fourBytes(statistics.tombstones());
    target.fourBytes(statistics.expiring());
    target.eightBytes(statistics.keyBytes());
    target.eightBytes(statistics.valueBytes());
    target.eightBytes(statistics.rawBytes());
    target.eightBytes(statistics.leastSequence());
    target.eightBytes(statistics.greatestSequence());
    target.eightBytes(statistics.epoch());
    target.eightBytes(statistics.created().toEpochMilli());
    writeKey(statistics.leastKey(), target);
    writeKey(statistics.greatestKey(), target);
    return Arrays.copyOf(target.array(), target.length());
  }

  private static void writeKey(RecordKey key, ByteWriter target) {
    target.twoBytes(key.length());
    target.put(key.utf8(), 0, key.length());
  }

  /** Reads statistics that are exactly a part of an array. */
  static SegmentStatistics read(byte[] bytes, int from, int to) throws FormatException {
    ByteReader source = new ByteReader();
    source.reset(bytes, from, to);
    int records = source.fourBytes();
    int tombstones = source.fourBytes();
    int expiring = source.fourBytes();
    long keyBytes = source.eightBytes();
    long valueBytes = source.eightBytes();
    long rawBytes = source.eightBytes();
    long leastSequence = source.eightBytes();
    long greatestSequence = source.eightBytes();
    long epoch = source.eightBytes();
    Instant created = Instant.ofEpochMilli(source.eightBytes());
    RecordKey leastKey = readKey(source);
    SegmentStatistics statistics =
        new SegmentStatistics(
            records,
            tombstones,
            expiring,
            keyBytes,
            valueBytes,
            rawBytes,
            leastSequence,
            greatestSequence,
            leastKey,
            readKey(source),
            epoch,
            created);
    FormatException.require(
        !source.hasMore() && makeSense(statistics), "the statistics make no sense");
    return statistics;
  }

  private static RecordKey readKey(ByteReader source) throws FormatException {
    int length = source.twoBytes();
    FormatException.require(
        length > 0 && length <= RecordKey.MAX_BYTES, "a key has " + length + " bytes");
    return RecordKey.ofUtf8(source.array(), source.skip(length), length);
  }

  private static boolean makeSense(SegmentStatistics statistics) {
    return statistics.records() > 0
        && statistics.tombstones() >= 0
        && statistics.tombstones() <= statistics.records()
        && statistics.expiring() >= 0
        && statistics.expiring() <= statistics.records()
        && statistics.leastSequence() >= 0
        && statistics.leastSequence() <= statistics.greatestSequence()
        && statistics.greatestSequence() <= RecordEntry.MAX_SEQUENCE
        && statistics.leastKey().compareTo(statistics.greatestKey()) <= 0;
  }
}
