package io.blocktier.segments.format;

/**
 * What the key index of a segment knows of a record: enough to read its value with one request.
 * Immutable and thread-safe.
 *
 * @param key whom it concerns
 * @param sequence its place in the order of all writes, 0 to {@link #MAX_SEQUENCE}
 * @param kind what it says
 * @param expiresAt when the value is over, in milliseconds since 1970-01-01 UTC, or {@link #NEVER};
 *     a reader hands out what has expired, too
 * @param frame the frame that the record begins in, from 0
 * @param place where in that frame, in bytes before compression
 * @param valueBytes how long the value is, 0 to {@link #MAX_VALUE_BYTES}
 */
public record RecordEntry(
    RecordKey key,
    long sequence,
    RecordKind kind,
    long expiresAt,
    int frame,
    int place,
    int valueBytes) {

  /** The expiry of what does not expire. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The greatest place in the order of all writes. */
  public static final long MAX_SEQUENCE = (1L << 62) - 1;

  /** The largest value. */
  public static final int MAX_VALUE_BYTES = 1 << 30;
}
