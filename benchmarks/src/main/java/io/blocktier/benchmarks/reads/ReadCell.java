package io.blocktier.benchmarks.reads;

import io.blocktier.benchmarks.data.KeySequence;
import io.blocktier.benchmarks.trial.Cell;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is read. Immutable.
 *
 * @param blocks how many blocks there are
 * @param zipf whether few are read most of the time
 * @param readers how many read at a time
 * @param memory bytes of blocks that everybody may have in memory
 * @param cold whether the system has nothing of the files in memory when a round begins
 * @param directory where they are
 */
public record ReadCell(
    int blocks, boolean zipf, int readers, long memory, boolean cold, Path directory) {

  /** How long a block is. */
  public static final int BLOCK = 4096;

  static final double EXPONENT = 0.99;

  private static final long MEMORY = 64L << 20;

  static Cell cell(String order, String share, double memories) {
    return new Cell(
        order + "-" + share,
        Map.of(
            "blocks",
            (long) (memories * MEMORY / BLOCK),
            "zipf",
            order.equals("zipf") ? 1L : 0L,
            "readers",
            2L,
            "memory",
            MEMORY,
            "cold",
            0L));
  }

  /**
   * So little memory that hardly a block is in it. Of what a round reads twice, the second read is
   * from the page cache.
   */
  static Cell coldCell(int readers) {
    return new Cell(
        "cold-x" + readers,
        Map.of(
            "blocks",
            6 * MEMORY / BLOCK,
            "zipf",
            0L,
            "readers",
            (long) readers,
            "memory",
            MEMORY / 16,
            "cold",
            1L));
  }

  static ReadCell of(Cell cell, Path directory) {
    return new ReadCell(
        cell.count("blocks"),
        cell.number("zipf") == 1,
        cell.count("readers"),
        cell.number("memory"),
        cell.number("cold") == 1,
        directory);
  }

  KeySequence keys(long seed) {
    return zipf ? KeySequence.zipf(blocks, EXPONENT, seed) : KeySequence.uniform(blocks, seed);
  }

  static String name(int key) {
    return "bench/reads/block-" + (100_000 + key);
  }
}
