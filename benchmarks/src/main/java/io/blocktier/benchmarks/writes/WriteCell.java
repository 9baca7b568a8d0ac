package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.fio.SyncedWriters;
import io.blocktier.benchmarks.trial.Cell;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is written, by how many. Immutable.
 *
 * @param blockBytes how long a block is
 * @param writers how many write at a time
 * @param directory where
 */
public record WriteCell(int blockBytes, int writers, Path directory) {

  private static final int MAX_KEYS = 4096;
  private static final long WORKING_SET = 64L << 20;

  static Cell cell(String size, int blockBytes, int writers) {
    return new Cell(
        size + "-x" + writers, Map.of("block", (long) blockBytes, "writers", (long) writers));
  }

  static WriteCell of(Cell cell, Path directory) {
    return new WriteCell(cell.count("block"), cell.count("writers"), directory);
  }

  static SyncedWriters.Jobs jobs(Cell cell) {
    WriteCell all = of(cell, Path.of(""));
    return new SyncedWriters.Jobs(
        all.writers, all.blockBytes, (long) all.keysOfWriter() * all.blockBytes);
  }

  /** Returns how many blocks each writer writes over and over. */
  int keysOfWriter() {
    return (int) Math.max(1, Math.min(MAX_KEYS, WORKING_SET / blockBytes) / writers);
  }

  int keys() {
    return keysOfWriter() * writers;
  }

  /** Returns the name of a block, the same with everybody. */
  static String name(int key) {
    return "bench/durable/block-" + (100_000 + key);
  }
}
