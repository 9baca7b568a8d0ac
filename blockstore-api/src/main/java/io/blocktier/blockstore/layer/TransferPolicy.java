package io.blocktier.blockstore.layer;

import java.time.Duration;

/**
 * How large transfers are cut into parts. Immutable.
 *
 * @param multipartThreshold the largest content, in bytes, that is written in one call
 * @param readThreshold the most bytes that are read in one call
 * @param copyThreshold the largest block, in bytes, that is copied in one call; larger ones are
 *     copied in parts of at most this size
 * @param partSize the bytes of a part, 1 to {@link Integer#MAX_VALUE}; grows where the store allows
 *     too few parts
 * @param partsInFlight the most parts of one transfer under way together, 1 to {@value
 *     #MOST_PARTS_IN_FLIGHT}
 * @param maxBufferedBytes the memory for parts of content from sources, shared by all writes, at
 *     least {@code partSize}
 * @param partTimeout the longest wait for the next part to come back or for a buffer; longer than
 *     the deadline of a call beneath
 */
public record TransferPolicy(
    long multipartThreshold,
    long readThreshold,
    long copyThreshold,
    long partSize,
    int partsInFlight,
    long maxBufferedBytes,
    Duration partTimeout) {

  /** The most parts of one transfer under way together. */
  public static final int MOST_PARTS_IN_FLIGHT = 1024;

  /**
   * Writes and reads more than 16 MiB in parts of 8 MiB, 8 at once; copies more than 5 GiB in
   * parts; buffers 128 MiB; waits 60 seconds for a part.
   */
  public static final TransferPolicy DEFAULT =
      new TransferPolicy(
          16 << 20, 16 << 20, 5L << 30, 8 << 20, 8, 128 << 20, Duration.ofSeconds(60));

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of bounds
   */
  public TransferPolicy {
    Bounds.requireWithin("multipart threshold", multipartThreshold, 0, Long.MAX_VALUE);
    Bounds.requireWithin("read threshold", readThreshold, 0, Long.MAX_VALUE);
    Bounds.requireWithin("copy threshold", copyThreshold, 1, Long.MAX_VALUE);
    Bounds.requireWithin("part size", partSize, 1, Integer.MAX_VALUE);
    Bounds.requireWithin("number of parts in flight", partsInFlight, 1, MOST_PARTS_IN_FLIGHT);
    Bounds.requireWithin("size of the buffers", maxBufferedBytes, partSize, Long.MAX_VALUE);
    Bounds.requirePositive("part timeout", partTimeout);
  }
}
