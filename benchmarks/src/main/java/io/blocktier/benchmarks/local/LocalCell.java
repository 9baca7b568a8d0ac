package io.blocktier.benchmarks.local;

import io.blocktier.benchmarks.trial.Cell;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is written or read, by one thread. Immutable.
 *
 * @param blockBytes how long a block is
 * @param writes whether it is written
 * @param directory where
 */
record LocalCell(int blockBytes, boolean writes, Path directory) {

  private static final long WORKING_SET = 256L << 20;
  private static final int MAX_BLOCKS = 1024;

  static Cell cell(String size, int blockBytes, boolean writes) {
    return new Cell(
        (writes ? "write-" : "read-") + size,
        Map.of("block", (long) blockBytes, "writes", writes ? 1L : 0L));
  }

  static LocalCell of(Cell cell, Path directory) {
    return new LocalCell(cell.count("block"), cell.number("writes") == 1, directory);
  }

  int blocks() {
    return (int) Math.min(MAX_BLOCKS, WORKING_SET / blockBytes);
  }
}
