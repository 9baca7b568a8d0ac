package io.blocktier.segments.index;

import java.io.PrintStream;
import java.util.Locale;
import java.util.SplittableRandom;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/**
 * What a place in the table takes, beside the same in a Chronicle Map of a hash to a place: memory,
 * and time to add, to find, and to look for in vain. Rounds of both take turns; each is printed.
 *
 * <p>Run by hand, with the options of the JVM that a Chronicle Map needs: {@code java …
 * io.blocktier.segments.index.TableFigures 4000000}.
 */
final class TableFigures {

  private static final int ROUNDS = 3;
  private static final int BYTES_PER_RECORD = 32;

  private final int records;
  private final PrintStream out;

  private TableFigures(int records, PrintStream out) {
    this.records = records;
    this.out = out;
  }

  public static void main(String[] args) {
    TableFigures figures = new TableFigures(Integer.parseInt(args[0]), System.out);
    for (int round = 0; round < ROUNDS; round++) {
      figures.table(round);
      figures.chronicle(round);
    }
  }

  /** What is done with the number of a record. */
  @FunctionalInterface
  private interface Step {
    boolean run(long hash, int number);
  }

  private double nanos(long seed, boolean expected, Step step) {
    SplittableRandom random = new SplittableRandom(seed);
    long begun = System.nanoTime();
    for (int i = 0; i < records; i++) {
      if (step.run(random.nextLong(), i) != expected) {
        throw new AssertionError("record " + i);
      }
    }
    return (double) (System.nanoTime() - begun) / records;
  }

  private void print(String what, double add, double find, double miss, long bytes) {
    out.printf(
        Locale.ROOT,
        "%s: add %.0f ns, find %.0f ns, in vain %.0f ns, %.1f bytes a record%n",
        what,
        add,
        find,
        miss,
        (double) bytes / records);
  }

  private void table(int seed) {
    PlaceTable table = new PlaceTable((long) records * BYTES_PER_RECORD);
    double add = nanos(seed, true, (hash, number) -> table.add(hash, Place.of(number, 1, false)));
    double find = nanos(seed, true, (hash, _) -> table.find(hash).length == 1);
    double miss = nanos(seed + 100L, false, (hash, _) -> table.find(hash).length > 0);
    print("table", add, find, miss, table.bytes());
  }

  private void chronicle(int seed) {
    try (ChronicleMap<Long, Long> map =
        ChronicleMapBuilder.of(Long.class, Long.class).name("figures").entries(records).create()) {
      double add = nanos(seed, true, (hash, number) -> map.put(hash, (long) number) == null);
      double find = nanos(seed, true, (hash, _) -> map.containsKey(hash));
      double miss = nanos(seed + 100L, false, (hash, _) -> map.containsKey(hash));
      print("Chronicle Map", add, find, miss, map.offHeapMemoryUsed());
    }
  }
}
