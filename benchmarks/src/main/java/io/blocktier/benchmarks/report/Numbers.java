package io.blocktier.benchmarks.report;

import io.blocktier.benchmarks.measure.Spread;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

  private Numbers() {}

  /** Three digits that count. */
  static String text(double value) {
    double size = Math.abs(value);
    if (size >= 1e9) {
      return format("%.3g", value / 1e9) + " G";
    }
    if (size >= 1e6) {
      return format(size >= 1e8 ? "%.0f" : size >= 1e7 ? "%.1f" : "%.2f", value / 1e6) + " M";
    }
    if (size >= 1e4) {
      return format(size >= 1e5 ? "%.0f" : "%.1f", value / 1e3) + " k";
    }
    return format(size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }

  /** The median, and how far rounds were from it, where that is to be seen. */
  static String text(Spread spread) {
    String low = text(spread.low());
    String high = text(spread.high());
    return text(spread.median()) + (low.equals(high) ? "" : " (" + low + "–" + high + ")");
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
