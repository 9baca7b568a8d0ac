package io.blocktier.segments.format;

import java.nio.ByteBuffer;

/**
 * A record, as it was written.
 *
 * @param key whom it concerns
 * @param sequence its place in the order of all writes, 0 or more
 * @param kind what it says
 * @param expiresAt when the value is over, in milliseconds since 1970-01-01 UTC, or {@link
 *     RecordEntry#NEVER}
 * @param value the bytes from its position to its limit; none for a tombstone
 */
public record SegmentRecord(
    RecordKey key, long sequence, RecordKind kind, long expiresAt, ByteBuffer value) {}
