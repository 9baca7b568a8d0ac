package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.trial.Cell;
import java.util.Locale;
import java.util.Map;

/** What all cells have in common, and what each is about. */
final class SegmentsCell {

  /** How many bytes a record has. */
  static final int VALUE = 1 << 10;

  /** How many records there are, and how many a batch has. */
  static final int RECORDS = 20_000;

  static final int BATCH = 1000;
  static final int WRITERS = 64;
  static final int COLD_READS = 200;

  private SegmentsCell() {}

  /** What is done. */
  enum Kind {
    LOAD_BATCHES,
    LOAD_SINGLES,
    READ_COLD,
    READ_WARM,
    SCAN,
    COMPACT;

    Cell cell() {
      String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
      return new Cell(label, Map.of("records", (long) RECORDS));
    }

    static Kind of(Cell cell) {
      return valueOf(cell.label().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    boolean loads() {
      return this == LOAD_BATCHES || this == LOAD_SINGLES;
    }
  }

  static String key(int number) {
    return String.format(Locale.ROOT, "account/%08d", number);
  }
}
