package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Crc32c;
import java.util.Optional;

/**
 * What was written: all that a manifest has to hold to find and to trust a segment. Immutable and
 * thread-safe.
 *
 * @param block where it is
 * @param id the segment's number
 * @param bytes how large the block is
 * @param storedBytes the bytes of all frames as they are stored; they come first
 * @param frames how many there are
 * @param footerBytes how many of the last bytes are needed to read by place: all behind the key
 *     index
 * @param tailBytes how many of the last bytes have the key index, too: all behind the frames
 * @param checksum of the whole block
 * @param root over the records
 * @param statistics what it says of itself
 */
public record SegmentSummary(
    BlockKey block,
    long id,
    long bytes,
    long storedBytes,
    int frames,
    int footerBytes,
    int tailBytes,
    Crc32c checksum,
    RootHash root,
    SegmentStatistics statistics) {

  /**
   * Returns what a reader needs to open the segment with one request, key index included.
   *
   * @return where it is
   */
  public SegmentHandle handle() {
    return new SegmentHandle(block, id, bytes, tailBytes, Optional.of(root));
  }

  /**
   * Returns what a reader needs to open the segment with one request, without the key index, which
   * is read when it is first needed.
   *
   * @return where it is
   */
  public SegmentHandle handleWithoutKeys() {
    return new SegmentHandle(block, id, bytes, footerBytes, Optional.of(root));
  }
}
