package io.blocktier.segments.check;

import java.util.List;

/**
 * How far a scrub came, and what it found on the way. Immutable and thread-safe.
 *
 * @param position the last segment that was read; the next scrub goes on behind it. 0 where the
 *     round is complete, and the next scrub begins anew
 * @param segments how many were read
 * @param bytes the size of their objects
 * @param findings what is not as it has to be
 */
public record ScrubReport(long position, long segments, long bytes, List<Finding> findings) {

  /** Copies the list. */
  public ScrubReport {
    findings = List.copyOf(findings);
  }

  /**
   * Tells whether all segments were read since the round began.
   *
   * @return whether the next scrub begins anew
   */
  public boolean isRoundComplete() {
    return position == 0;
  }
}
