package io.blocktier.blockstore;

import java.util.Locale;

/**
 * A range of bytes of a block, as HTTP has it (RFC 9110, section 14): clamped at the end of the
 * block, never satisfiable from beyond it.
 *
 * <p>Read from a block of {@code size} bytes, a range yields the bytes from {@code offset} up to
 * the smaller of {@code offset + length} and {@code size}. Three edges are fixed for every store: a
 * range at offset 0 is always satisfiable, also of an empty block; a range of length zero yields
 * nothing and is satisfiable at any offset up to and including {@code size}; any other range whose
 * offset is {@code size} or more fails with {@link RangeNotSatisfiableException}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param offset the first byte, 0 or more
 * @param length the number of bytes, 0 or more; {@link Long#MAX_VALUE} reaches to the end
 */
public record ByteRange(long offset, long length) {

  /** The whole block. */
  public static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public ByteRange {
    if (offset < 0) {
      throw new IllegalArgumentException("a range starts at offset " + offset);
    }
    if (length < 0) {
      throw new IllegalArgumentException("a range has length " + length);
    }
  }

  /**
   * Returns the range of {@code length} bytes from {@code offset}.
   *
   * @param offset the first byte, 0 or more
   * @param length the number of bytes, 0 or more
   * @return the range
   * @throws IllegalArgumentException if one is negative
   */
  public static ByteRange of(long offset, long length) {
    return new ByteRange(offset, length);
  }

  /**
   * Returns the range from an offset to the end.
   *
   * @param offset the first byte, 0 or more
   * @return the range
   * @throws IllegalArgumentException if the offset is negative
   */
  public static ByteRange from(long offset) {
    return new ByteRange(offset, Long.MAX_VALUE);
  }

  /**
   * Tells whether this range is the whole of any block.
   *
   * @return whether it is {@link #ALL}
   */
  public boolean isAll() {
    return offset == 0 && length == Long.MAX_VALUE;
  }

  /**
   * Tells whether a block of a size can satisfy this range, by the rule of this class.
   *
   * @param size the size of the block in bytes
   * @return whether reading succeeds
   */
  public boolean isSatisfiable(long size) {
    return offset == 0 || offset < size || (length == 0 && offset == size);
  }

  /**
   * Returns how many bytes a block of a size yields for this range.
   *
   * @param size the size of the block in bytes
   * @return the number of bytes, 0 where the range starts at or beyond the end
   */
  public long clampedLength(long size) {
    return Math.max(0, Math.min(length, size - offset));
  }

  @Override
  public String toString() {
    return length == Long.MAX_VALUE
        ? "bytes " + offset + "-"
        : String.format(Locale.ROOT, "%d bytes at %d", length, offset);
  }
}
