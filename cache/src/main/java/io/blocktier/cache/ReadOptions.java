package io.blocktier.cache;

/**
 * What reads may take. Immutable.
 *
 * @param memoryBytes what blocks in memory take at most, 0 for none
 * @param unitBytes what is fetched from the store at least; parts of larger blocks are aligned to
 *     it
 * @param minAheadBytes how far ahead of a sequential reader is fetched at first
 * @param maxAheadBytes how far ahead at most, 0 for not at all; it doubles until there
 * @param bufferBytes what is being fetched and what was fetched of large blocks takes at most
 */
public record ReadOptions(
    long memoryBytes, int unitBytes, int minAheadBytes, int maxAheadBytes, long bufferBytes) {

  /** The least that {@link #unitBytes} may be. */
  public static final int MIN_UNIT_BYTES = 4 << 10;

  /** The most that {@link #unitBytes} may be. */
  public static final int MAX_UNIT_BYTES = 64 << 20;

  /** How many units there has to be room for in {@link #bufferBytes}. */
  public static final int UNITS_IN_BUFFER = 4;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a bound is exceeded, less is fetched ahead at most than at
   *     first, or the buffer holds fewer than {@link #UNITS_IN_BUFFER} units or less than twice
   *     what is fetched ahead
   */
  public ReadOptions {
    if (memoryBytes < 0 || unitBytes < MIN_UNIT_BYTES || unitBytes > MAX_UNIT_BYTES) {
      throw new IllegalArgumentException(
          memoryBytes + " bytes of memory and units of " + unitBytes + " cannot be");
    }
    if (minAheadBytes <= 0 || (maxAheadBytes != 0 && maxAheadBytes < minAheadBytes)) {
      throw new IllegalArgumentException(
          "from " + minAheadBytes + " up to " + maxAheadBytes + " bytes cannot be read ahead");
    }
    if (bufferBytes < (long) UNITS_IN_BUFFER * unitBytes || bufferBytes / 2 < maxAheadBytes) {
      throw new IllegalArgumentException(
          "a buffer of " + bufferBytes + " bytes is too small for what is fetched into it");
    }
  }
}
