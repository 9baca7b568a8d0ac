package io.blocktier.segments.tiering;

/** Is told how moves go on, by the threads that make them. Thread-safe; returns soon. */
public interface MoveProgress {

  /** Tells nobody. */
  MoveProgress NONE = new MoveProgress() {};

  /**
   * Some bytes are copied.
   *
   * @param segment the segment
   * @param copied how many of its bytes; fewer than before where a store begins anew
   * @param bytes how many it has
   */
  default void copied(long segment, long copied, long bytes) {}

  /**
   * A segment is done with.
   *
   * @param outcome what became of it
   */
  default void ended(MoveOutcome outcome) {}
}
