package io.blocktier.segments.tiering;

import java.time.Duration;

/**
 * How segments are moved. Immutable and thread-safe.
 *
 * @param deadline how long one move takes at most, from its reservation to its commit; waiting for
 *     the rate does not count
 * @param parallelism how many segments are moved at once, 1 or more
 * @param pieceBytes how much is read at once where bytes pass through this process; each move at
 *     work holds one such piece
 * @param check how copies are verified
 * @param maxFailures after how many failures in a row a run gives up
 */
public record MoveOptions(
    Duration deadline, int parallelism, int pieceBytes, CopyCheck check, int maxFailures) {

  /** Five minutes for a segment, two at once, 4 MiB pieces, three failures in a row. */
  public static final MoveOptions DEFAULT =
      new MoveOptions(Duration.ofMinutes(5), 2, 4 << 20, CopyCheck.BY_STORE, 3);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public MoveOptions {
    if (!deadline.isPositive() || parallelism < 1 || pieceBytes < 1 || maxFailures < 1) {
      throw new IllegalArgumentException("the bounds of moves are not positive");
    }
  }

  /**
   * Returns these options with another deadline.
   *
   * @param duration how long one move takes at most
   * @return the changed options
   */
  public MoveOptions withDeadline(Duration duration) {
    return new MoveOptions(duration, parallelism, pieceBytes, check, maxFailures);
  }

  /**
   * Returns these options with another bound of moves at once.
   *
   * @param moves how many segments are moved at once, 1 or more
   * @return the changed options
   */
  public MoveOptions withParallelism(int moves) {
    return new MoveOptions(deadline, moves, pieceBytes, check, maxFailures);
  }

  /**
   * Returns these options with pieces of another size.
   *
   * @param bytes how much is read at once
   * @return the changed options
   */
  public MoveOptions withPieceBytes(int bytes) {
    return new MoveOptions(deadline, parallelism, bytes, check, maxFailures);
  }

  /**
   * Returns these options with another way to verify copies.
   *
   * @param how how copies are verified
   * @return the changed options
   */
  public MoveOptions with(CopyCheck how) {
    return new MoveOptions(deadline, parallelism, pieceBytes, how, maxFailures);
  }
}
