package io.blocktier.segments;

/**
 * The table that tells in which segment the records of a key are, so that a read asks no other one.
 * It is off the heap, and takes about 21 bytes for each record of a segment. Immutable and
 * thread-safe.
 *
 * @param tableBytes how much memory it takes at most; segments that it has no room for are looked
 *     through as if there were no table. 0 for none
 * @param checkpointSegments behind how many new segments a checkpoint is written to the store,
 *     which spares the next process the reading of their key indexes; later where they are little
 *     beside what the last one has. 0 for none
 */
public record IndexOptions(long tableBytes, int checkpointSegments) {

  /** The most segments there may be between two checkpoints. */
  public static final int MAX_CHECKPOINT_SEGMENTS = 1_000_000;

  /** 256 MiB, which is twelve million records, and a checkpoint behind 64 segments. */
  public static final IndexOptions DEFAULT = new IndexOptions(256 << 20, 64);

  /** No table, and no checkpoints. */
  public static final IndexOptions NONE = new IndexOptions(0, 0);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of bounds
   */
  public IndexOptions {
    if (tableBytes < 0 || checkpointSegments < 0 || checkpointSegments > MAX_CHECKPOINT_SEGMENTS) {
      throw new IllegalArgumentException(
          "there is no index of "
              + tableBytes
              + " bytes with checkpoints behind "
              + checkpointSegments
              + " segments");
    }
  }

  boolean isOn() {
    return tableBytes > 0;
  }
}
