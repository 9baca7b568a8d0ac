package io.blocktier.segments.format;

import java.time.Instant;

/**
 * What a segment says of itself. Immutable and thread-safe.
 *
 * @param records how many it has, tombstones included, at least 1
 * @param tombstones how many of them are
 * @param expiring how many of them expire
 * @param keyBytes the bytes of all keys
 * @param valueBytes the bytes of all values
 * @param rawBytes the bytes of all frames before compression
 * @param leastSequence of all records
 * @param greatestSequence of all records
 * @param leastKey of all records
 * @param greatestKey of all records
 * @param epoch of the writer
 * @param created when it was begun, to the millisecond
 */
public record SegmentStatistics(
    int records,
    int tombstones,
    int expiring,
    long keyBytes,
    long valueBytes,
    long rawBytes,
    long leastSequence,
    long greatestSequence,
    RecordKey leastKey,
    RecordKey greatestKey,
    long epoch,
    Instant created) {}
