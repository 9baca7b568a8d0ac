package io.blocktier.segments.tiering;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one pass of the background did: it brings back what is read, and does what the policy says
 * where that is due. Immutable and thread-safe.
 *
 * @param began when, by the clock of whoever writes
 * @param took how long
 * @param archived how many segments are in the cold tier now
 * @param restored how many are in the hot tier again
 * @param movedBytes their size, both ways
 * @param dropped how many had outlived their time
 * @param failed how many were not moved, and are read from where they were
 * @param failure what failed first, in one line, or empty if all went well; another pass tries
 *     again
 */
public record TieringRun(
    Instant began,
    Duration took,
    long archived,
    long restored,
    long movedBytes,
    long dropped,
    long failed,
    Optional<String> failure) {

  static TieringRun of(Instant began, Duration took, Background.Pass pass) {
    TieringReport restored = pass.promoted();
    Optional<TieringReport> tiered = pass.tiered();
    Optional<String> failure =
        Stream.concat(Stream.of(restored), tiered.stream())
            .flatMap(report -> report.failed().stream())
            .findFirst()
            .map(one -> line("segment " + one.segment(), one.cause()));
    return new TieringRun(
        began,
        took,
        tiered.map(report -> report.moved().size()).orElse(0),
        restored.moved().size(),
        restored.bytesMoved() + tiered.map(TieringReport::bytesMoved).orElse(0L),
        tiered.map(report -> report.dropped().size()).orElse(0),
        restored.failed().size() + tiered.map(report -> report.failed().size()).orElse(0),
        failure);
  }

  static TieringRun failed(Instant began, Duration took, Exception cause) {
    return new TieringRun(began, took, 0, 0, 0, 0, 0, Optional.of(line("nothing moved", cause)));
  }

  private static String line(String what, Exception cause) {
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return (what + ": " + text).replaceAll("\\p{Cntrl}", " ");
  }

  /**
   * Says in one line what was done.
   *
   * @return the line
   */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "began %s, took %d ms, archived %d segments, brought %d back, %d bytes together, dropped"
            + " %d, failed to move %d%s",
        began,
        took.toMillis(),
        archived,
        restored,
        movedBytes,
        dropped,
        failed,
        failure.map(text -> "; failed: " + text).orElse(""));
  }
}
