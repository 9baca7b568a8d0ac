package io.blocktier.segments.tiering;

/**
 * Who watches moves, and who may stop them. Immutable and thread-safe.
 *
 * @param progress is told how they go on
 * @param stop ends them early
 */
public record Run(MoveProgress progress, StopSign stop) {

  /** Nobody watches, nobody stops. */
  public static final Run QUIET = new Run(MoveProgress.NONE, StopSign.NEVER);
}
