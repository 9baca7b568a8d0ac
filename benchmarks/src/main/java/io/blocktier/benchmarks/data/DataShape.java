package io.blocktier.benchmarks.data;

import java.util.Locale;

/**
 * How much there is to gain from data. Immutable.
 *
 * @param compression how many times smaller LZ4 makes a block, from 1, which is random, to 20
 * @param duplication how many times each unit of 4 KiB, or each block where they are smaller, is
 *     there among 1,024 neighbours, from 1, which is never twice, to 32
 */
public record DataShape(double compression, double duplication) {

  /** What neither compresses nor is there twice. */
  public static final DataShape RANDOM = new DataShape(1, 1);

  private static final double MAX_COMPRESSION = 20;
  private static final double MAX_DUPLICATION = 32;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is exceeded
   */
  public DataShape {
    require("compression", compression, MAX_COMPRESSION);
    require("duplication", duplication, MAX_DUPLICATION);
  }

  private static void require(String what, double ratio, double most) {
    if (!(ratio >= 1 && ratio <= most)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s of %s is not between 1 and %.0f", what, ratio, most));
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, each unit %s",
        compression == 1 ? "random" : "compressible " + compression + " to 1",
        duplication == 1 ? "once" : duplication + " times");
  }
}
