package io.blocktier.segments;

/** What the records of segments are. */
public enum Contents {
  /** Values of whoever writes them. */
  RECORDS,

  /**
   * Blocks, some of which have objects beside the segments: a {@link
   * io.blocktier.segments.packed.PackedBlockStore} writes them, and deletes objects that no block
   * has. So a log that was left behind may refer to what is gone, and is not brought over.
   */
  BLOCKS
}
