package io.blocktier.segments.index;

/**
 * Where a record is, in one number: the ordinal of its segment, the frame it begins in, and whether
 * it is a tombstone.
 */
final class Place {

  /** A segment with more frames is not covered. */
  static final int MAX_FRAME = (1 << 30) - 1;

  private static final long TOMBSTONE = 1L << 31;

  private Place() {}

  static long of(int ordinal, int frame, boolean tombstone) {
    return (long) ordinal << Integer.SIZE | (tombstone ? TOMBSTONE : 0) | frame;
  }

  static int ordinal(long place) {
    return (int) (place >>> Integer.SIZE);
  }

  static int frame(long place) {
    return (int) (place & MAX_FRAME);
  }

  static boolean isTombstone(long place) {
    return (place & TOMBSTONE) != 0;
  }

  /** Returns the same place of a segment that has another ordinal. */
  static long withOrdinal(long place, int ordinal) {
    return (long) ordinal << Integer.SIZE | Integer.toUnsignedLong((int) place);
  }
}
