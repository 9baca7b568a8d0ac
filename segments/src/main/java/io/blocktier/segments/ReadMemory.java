package io.blocktier.segments;

/**
 * How much heap is taken by what was read of segments. Immutable and thread-safe.
 *
 * @param footerBytes for footers and key indexes
 * @param frameBytes for frames that single reads opened, decompressed and compared; of longer
 *     values, and of frames larger than an eighth of this, none are kept. 0 for none at all: each
 *     read then asks the store
 */
public record ReadMemory(long footerBytes, long frameBytes) {

  /** 256 MiB for footers, 64 MiB for frames. */
  public static final ReadMemory DEFAULT = new ReadMemory(256 << 20, 64 << 20);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is less than nothing
   */
  public ReadMemory {
    if (footerBytes < 0 || frameBytes < 0) {
      throw new IllegalArgumentException(
          "there are no " + footerBytes + " bytes for footers, " + frameBytes + " for frames");
    }
  }
}
