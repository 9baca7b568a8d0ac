package io.blocktier.cli;

import java.time.Duration;
import java.util.Locale;

/** The shape of a bar. */
final class ProgressBar {

  private static final int CELLS = 20;

  private ProgressBar() {}

  /** Work that is done again after a failure counts twice; the bar stays at its end then. */
  static String draw(String label, long done, long whole) {
    double part = Math.clamp((double) done / whole, 0.0, 1.0);
    int full = (int) (part * CELLS);
    String cells =
        "=".repeat(full) + (full < CELLS ? ">" : "") + " ".repeat(Math.max(0, CELLS - full - 1));
    return String.format(Locale.ROOT, "%s [%s] %3d %%", label, cells, (int) (part * 100));
  }

  static String arrival(long done, long whole, long nanos) {
    if (done <= 0) {
      return "ETA -";
    }
    double left = (double) nanos / done * Math.max(0, whole - done);
    return "ETA " + Units.remaining(Duration.ofNanos((long) left));
  }
}
