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
 * @param directory where they are
 */
public record ReadCell(int blocks, boolean zipf, Path directory) {

  /** How long a block is. */
  public static final int BLOCK = 4096;

  static final int READERS = 2;
  static final long MEMORY = 64L << 20;
  static final double EXPONENT = 0.99;

  static Cell cell(String order, String share, double memories) {
    return new Cell(
        order + "-" + share,
        Map.of(
            "blocks", (long) (memories * MEMORY / BLOCK), "zipf", order.equals("zipf") ? 1L : 0L));
  }

  static ReadCell of(Cell cell, Path directory) {
    return new ReadCell(cell.count("blocks"), cell.number("zipf") == 1, directory);
  }

  KeySequence keys(long seed) {
    return zipf ? KeySequence.zipf(blocks, EXPONENT, seed) : KeySequence.uniform(blocks, seed);
  }

  static String name(int key) {
    return "bench/reads/block-" + (100_000 + key);
  }
}
