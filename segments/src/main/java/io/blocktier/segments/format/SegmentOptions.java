package io.blocktier.segments.format;

import java.util.Locale;

/**
 * How segments are written and read. Immutable and thread-safe.
 *
 * @param frameBytes how many bytes of records a frame has before compression, {@value
 *     #MIN_FRAME_BYTES} to {@value #MAX_FRAME_BYTES}; a longer value has frames of its own
 * @param compression how frames are stored
 * @param partBytes how many bytes of a segment wait in memory before they are sent as part of an
 *     upload; a segment that has fewer is one write. A store without uploads is written to at once
 * @param batchBytes how many bytes of a segment one request of a scan brings, at least one frame; a
 *     scan holds three of them, and of longer values one more
 * @param reads what the frames of single reads are compared with
 * @param scans what the frames of scans are compared with
 */
public record SegmentOptions(
    int frameBytes,
    Compression compression,
    int partBytes,
    int batchBytes,
    Verification reads,
    Verification scans) {

  /** The smallest frames. */
  public static final int MIN_FRAME_BYTES = 256;

  /** The largest frames. */
  public static final int MAX_FRAME_BYTES = 1 << 20;

  /** Frames of 64 KiB; a segment of 64 MiB is one write. */
  public static final SegmentOptions DEFAULT =
      new SegmentOptions(
          64 << 10, Compression.LZ4, 80 << 20, 4 << 20, Verification.ROOT, Verification.CHECKSUM);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of bounds
   */
  public SegmentOptions {
    if (frameBytes < MIN_FRAME_BYTES || frameBytes > MAX_FRAME_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "frames of %d bytes; %d to %d are allowed",
              frameBytes,
              MIN_FRAME_BYTES,
              MAX_FRAME_BYTES));
    }
    if (partBytes < 1 || batchBytes < 1) {
      throw new IllegalArgumentException(
          "parts of " + partBytes + " bytes, batches of " + batchBytes);
    }
  }

  /**
   * Returns these options with frames of another size.
   *
   * @param bytes of records before compression
   * @return the changed options
   */
  public SegmentOptions withFrameBytes(int bytes) {
    return new SegmentOptions(bytes, compression, partBytes, batchBytes, reads, scans);
  }

  /**
   * Returns these options with another compression.
   *
   * @param other how frames are stored
   * @return the changed options
   */
  public SegmentOptions with(Compression other) {
    return new SegmentOptions(frameBytes, other, partBytes, batchBytes, reads, scans);
  }

  /**
   * Returns these options with parts of another size.
   *
   * @param bytes that wait in memory
   * @return the changed options
   */
  public SegmentOptions withPartBytes(int bytes) {
    return new SegmentOptions(frameBytes, compression, bytes, batchBytes, reads, scans);
  }

  /**
   * Returns these options with batches of another size.
   *
   * @param bytes of one request of a scan
   * @return the changed options
   */
  public SegmentOptions withBatchBytes(int bytes) {
    return new SegmentOptions(frameBytes, compression, partBytes, bytes, reads, scans);
  }

  /**
   * Returns these options with other comparisons.
   *
   * @param singleReads what the frames of single reads are compared with
   * @param wholeScans what the frames of scans are compared with
   * @return the changed options
   */
  public SegmentOptions verifying(Verification singleReads, Verification wholeScans) {
    return new SegmentOptions(
        frameBytes, compression, partBytes, batchBytes, singleReads, wholeScans);
  }
}
