package io.blocktier.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them; sizes are decimal, as rates on disks and networks are. */
final class Units {

  private static final String[] SIZES = {"kB", "MB", "GB", "TB", "PB", "EB"};
  private static final double NANOS_PER_SECOND = 1e9;

  private Units() {}

  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes / 1000.0;
    int unit = 0;
    while (value >= 999.95 && unit < SIZES.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, SIZES[unit]);
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String blocks(long number) {
    return count(number) + (number == 1 ? " block" : " blocks");
  }

  static String byteRate(long bytes, long nanos) {
    return bytes(Math.round(perSecond(bytes, nanos))) + "/s";
  }

  static String blockRate(long blocks, long nanos) {
    return count(Math.round(perSecond(blocks, nanos))) + " blocks/s";
  }

  /** A rate over less than a nanosecond is taken over one. */
  static double perSecond(long amount, long nanos) {
    return amount * NANOS_PER_SECOND / Math.max(1, nanos);
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / NANOS_PER_SECOND);
  }

  /** Rounds for JSON: to a number of decimal places, without the noise of binary fractions. */
  static double round(double value, int places) {
    double scale = Math.pow(10, places);
    return Math.round(value * scale) / scale;
  }

  static String remaining(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }
}
