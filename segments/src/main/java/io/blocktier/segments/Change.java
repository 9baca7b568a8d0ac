package io.blocktier.segments;

import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import java.nio.ByteBuffer;

/**
 * What is to become of a key.
 *
 * @param key whom it concerns
 * @param kind whether it gets a value, or has none any more
 * @param expiresAt when the value is over, in milliseconds since 1970-01-01 UTC, or {@link
 *     RecordEntry#NEVER}
 * @param value the bytes from its position to its limit; none where there is no value
 */
record Change(RecordKey key, RecordKind kind, long expiresAt, ByteBuffer value) {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  static Change put(RecordKey key, long expiresAt, ByteBuffer value) {
    return new Change(key, RecordKind.PUT, expiresAt, value);
  }

  static Change delete(RecordKey key) {
    return new Change(key, RecordKind.TOMBSTONE, RecordEntry.NEVER, NOTHING);
  }
}
