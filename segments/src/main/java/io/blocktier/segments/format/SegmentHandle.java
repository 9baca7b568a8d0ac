package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockKey;
import java.util.Optional;

/**
 * What has to be known to open a segment. Immutable and thread-safe.
 *
 * @param block where it is
 * @param id its number, which is compared
 * @param bytes how large the block is, which is compared
 * @param tailBytes how many of its last bytes the first request brings; more requests follow where
 *     these are too few
 * @param root over its records, which is compared, if known
 */
public record SegmentHandle(
    BlockKey block, long id, long bytes, int tailBytes, Optional<RootHash> root) {

  /** How many of the last bytes to read where nobody remembers a number. */
  public static final int GUESSED_TAIL_BYTES = 1 << 20;

  /**
   * Returns a handle of a segment of which no manifest tells.
   *
   * @param block where it is
   * @param id its number
   * @param bytes how large the block is
   * @return the handle, with a guess of the tail and without a root
   */
  public static SegmentHandle guessed(BlockKey block, long id, long bytes) {
    return new SegmentHandle(block, id, bytes, GUESSED_TAIL_BYTES, Optional.empty());
  }
}
