package io.blocktier.segments.figures;

import io.blocktier.segments.format.RecordKey;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Records that follow from their numbers: keys in no order, values that no frame makes smaller. */
final class NumberedRecords {

  private static final String PREFIX = "key/";

  /** Odd, so that no two numbers have one key. */
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private static final long INVERSE = inverse(FACTOR);
  private static final int NOISE_BYTES = 1 << 20;
  private static final int STEP = 61;

  private final int valueBytes;
  private final byte[] noise = new byte[NOISE_BYTES];

  NumberedRecords(int valueBytes) {
    this.valueBytes = valueBytes;
    new SplittableRandom(1).nextBytes(noise);
  }

  /** Returns what a number is multiplied with to undo a multiplication, by Newton's method. */
  private static long inverse(long factor) {
    long inverse = factor;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - factor * inverse;
    }
    return inverse;
  }

  RecordKey key(long number) {
    return RecordKey.of(PREFIX + Long.toHexString(number * FACTOR));
  }

  long number(RecordKey key) {
    return Long.parseUnsignedLong(key.toString().substring(PREFIX.length()), 16) * INVERSE;
  }

  ByteBuffer value(long number) {
    int from = (int) (number * STEP % (NOISE_BYTES - valueBytes - Long.BYTES));
    return ByteBuffer.allocate(valueBytes)
        .putLong(number)
        .put(noise, from, valueBytes - Long.BYTES)
        .flip();
  }

  /** Returns what a record has: bytes of key and value. */
  long bytes(long number) {
    return key(number).length() + (long) valueBytes;
  }
}
