package io.blocktier.segments.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.Batch;
import io.blocktier.segments.LiveHeap;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.audit.Audit;
import io.blocktier.segments.audit.SegmentAudit;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.tiering.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole life of many records, each step of which has to be right: written by a process that is
 * killed in the middle, and by another one to the end; moved to the cold store, read there, every
 * second one deleted, compacted, collected, read back, and read once more behind a restart. Prints
 * what each step took. The stores are files, forced.
 *
 * <p>Run by hand: {@code java … io.blocktier.segments.figures.LifeFigures /some/directory
 * 10000000}, a directory that is empty, with room for three times the records of 1 KiB.
 */
final class LifeFigures {

  /** What is dead takes less than a fifth of what is alive, when this is done. */
  private static final double MOST_SPACE = 1.2;

  private static final double MOST_PUTS_FOR_A_GIB = 64;
  private static final GarbageLimits AT_ONCE =
      new GarbageLimits(Duration.ZERO, Integer.MAX_VALUE, Long.MAX_VALUE);

  /** Others may use the machine, too. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int MAX_ROUNDS = 5;
  private static final int BATCH = 1000;
  private static final int SAMPLES = 2000;
  private static final String ROOT = "db/";
  private static final Pattern ACKNOWLEDGED = Pattern.compile("acknowledged (?<records>\\d+)!");

  private final Shape shape;
  private final PrintStream out;
  private final Effects effects;
  private final CountingStore hot;
  private final CountingStore cold;
  private final NumberedRecords records;
  private final SegmentManager manager;
  private long begun;

  /**
   * What is written, and where.
   *
   * @param directory of the log and both stores
   * @param records how many; batches have a thousand
   * @param valueBytes of each
   * @param segmentBytes of each segment
   */
  record Shape(Path directory, long records, int valueBytes, int segmentBytes) {

    private List<String> arguments() {
      return List.of(
          directory.toString(),
          Long.toString(records),
          Integer.toString(valueBytes),
          Integer.toString(segmentBytes));
    }

    private static Shape of(String[] args) {
      return new Shape(
          Path.of(args[0]),
          Long.parseLong(args[1]),
          args.length > 2 ? Integer.parseInt(args[2]) : 1024,
          args.length > 3 ? Integer.parseInt(args[3]) : 64 << 20);
    }
  }

  private LifeFigures(
      Shape shape, PrintStream out, Effects effects, CountingStore hot, CountingStore cold)
      throws BlockStoreException {
    this.shape = shape;
    this.out = out;
    this.effects = effects;
    this.hot = hot;
    this.cold = cold;
    this.records = new NumberedRecords(shape.valueBytes());
    this.manager = open();
  }

  /** The one that is run by hand. */
  public static void main(String[] args) throws Exception {
    run(Shape.of(args), System.out);
  }

  /** The one that is killed. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] args) throws Exception {
      Shape shape = Shape.of(args);
      with(shape, System.out, life -> life.write(0));
    }
  }

  /** Goes through all steps, and fails where something is not right. */
  static void run(Shape shape, PrintStream out) throws Exception {
    Files.createDirectories(shape.directory());
    long begun = System.nanoTime();
    long acknowledged = writeAndKill(shape);
    out.printf(
        Locale.ROOT,
        "killed when %,d of %,d records of %,d bytes were acknowledged, after %.1f s%n",
        acknowledged,
        shape.records(),
        shape.valueBytes(),
        (System.nanoTime() - begun) / 1e9);
    with(shape, out, life -> life.goOn(acknowledged));
    with(shape, out, LifeFigures::readBack);
    out.printf(Locale.ROOT, "all is right, in %.1f s%n", (System.nanoTime() - begun) / 1e9);
  }

  /** Something that is done with an open manager. */
  @FunctionalInterface
  private interface Part {
    void run(LifeFigures life) throws Exception;
  }

  private static void with(Shape shape, PrintStream out, Part part) throws Exception {
    Effects effects = Effects.ofSystem();
    try (BlockStore hot = store(shape.directory().resolve("hot"), effects);
        BlockStore cold = store(shape.directory().resolve("cold"), effects)) {
      LifeFigures life =
          new LifeFigures(shape, out, effects, new CountingStore(hot), new CountingStore(cold));
      try {
        part.run(life);
      } finally {
        life.manager.close();
      }
    } finally {
      effects.executor().close();
    }
  }

  private static BlockStore store(Path directory, Effects effects) throws Exception {
    LocalStoreProvider files = new LocalStoreProvider();
    Map<String, String> settings = Map.of("path", directory.toAbsolutePath().toString());
    return files.open(Settings.parse(files.settings(), settings), effects);
  }

  private SegmentManager open() throws BlockStoreException {
    begin();
    SegmentsOptions options =
        SegmentsOptions.of(shape.directory().resolve("log"), ROOT)
            .sealingAt(shape.segmentBytes(), Duration.ofHours(1))
            .withPatience(PATIENCE, PATIENCE);
    SegmentManager opened =
        SegmentManager.open(new SegmentStores(hot, Optional.of(cold)), options, effects);
    end("opened");
    return opened;
  }

  /** Returns how many records were acknowledged at least when the process was killed. */
  private static long writeAndKill(Shape shape) throws IOException, InterruptedException {
    Process writer = new ProcessBuilder(writer(shape)).redirectErrorStream(true).start();
    List<String> lines = new ArrayList<>();
    long acknowledged = 0;
    try (BufferedReader said = writer.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        Matcher matcher = ACKNOWLEDGED.matcher(line);
        if (matcher.matches()) {
          acknowledged = Long.parseLong(matcher.group("records"));
        } else {
          lines.add(line);
        }
        if (acknowledged >= shape.records() / 2) {
          writer.toHandle().destroyForcibly(); // what it has said before is still read
        }
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(acknowledged)
        .as("acknowledged by a process that said %s", lines)
        .isBetween(shape.records() / 2, shape.records() - 1);
    return acknowledged;
  }

  private static List<String> writer(Shape shape) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.add(Writer.class.getName());
    command.addAll(shape.arguments());
    return command;
  }

  private void goOn(long acknowledged) throws Exception {
    long there = readWhatTheKillLeft(acknowledged);
    begin();
    write(there);
    manager.flush();
    end(String.format(Locale.ROOT, "wrote and sealed %,d records", shape.records() - there));
    requireFewWrites(shape.records() - there);
    tellState();
    requireAll("all there", 0, number -> true);
    archive();
    readCold();
    deleteEverySecond();
    compactAndCollect();
    sweep();
    requireLittleSpace();
    tellState();
    readBack();
  }

  private void write(long from) throws IOException {
    for (long first = from; first < shape.records(); first += BATCH) {
      Batch batch = new Batch();
      long end = Math.min(shape.records(), first + BATCH);
      for (long number = first; number < end; number++) {
        batch.put(records.key(number), records.value(number));
      }
      manager.write(batch);
      if (from == 0) {
        out.println("acknowledged " + end + "!");
        if (end >= shape.records() / 4 * 3) {
          awaitKill();
        }
      }
    }
  }

  /** The kill may come late, and has to come before everything is written. */
  private static void awaitKill() throws IOException {
    throw new AssertionError("not killed, but told " + System.in.read());
  }

  /** What was acknowledged is there, and of what came later whole batches, without a gap. */
  private long readWhatTheKillLeft(long acknowledged) throws Exception {
    long there = acknowledged;
    while (there < shape.records() && manager.get(records.key(there)).isPresent()) {
      there += BATCH;
    }
    long end = Math.min(there, shape.records());
    requireAll("behind the kill", 0, number -> number < end);
    return end;
  }

  private void requireFewWrites(long written) {
    double gib = written * (double) shape.valueBytes() / (1 << 30);
    double puts = (hot.writes() + cold.writes()) / gib;
    out.printf(Locale.ROOT, "  %.1f PUTs for a GiB of values%n", puts);
    if (shape.segmentBytes() >= 64 << 20) {
      assertThat(puts).isLessThanOrEqualTo(MOST_PUTS_FOR_A_GIB);
    }
  }

  /**
   * Whatever is found is alive and right, no key comes twice, and there are as many as are alive.
   */
  private void requireAll(String what, long from, LongPredicate isAlive) throws Exception {
    begin();
    long found = 0;
    try (RecordCursor cursor = manager.scan(KeyRange.ALL)) {
      RecordKey before = null;
      while (cursor.next()) {
        RecordKey key = cursor.key();
        long number = records.number(key);
        boolean isRight =
            (before == null || before.compareTo(key) < 0)
                && number >= from
                && number < shape.records()
                && isAlive.test(number)
                && records.value(number).equals(cursor.value());
        if (!isRight) {
          throw new AssertionError(what + ": record " + number + " of key '" + key + "'");
        }
        before = key;
        found++;
      }
    }
    long expected = 0;
    for (long number = from; number < shape.records(); number++) {
      expected += isAlive.test(number) ? 1 : 0;
    }
    assertThat(found).as(what).isEqualTo(expected);
    end(String.format(Locale.ROOT, "%s: a scan found %,d records, all right", what, found));
  }

  private void archive() throws Exception {
    begin();
    for (SegmentEntry segment : manager.listSegments()) {
      if (segment.object().tier() == Tier.HOT) {
        manager.archive(segment.id(), Run.QUIET);
      }
    }
    end("moved to the cold store");
    collect("collected from the hot store");
    requireAddedUp("moved");
  }

  /** The second time, footers are known. */
  private void readCold() throws Exception {
    sample("read, with footers", new SplittableRandom(1), number -> true);
    begin();
    sample("read", new SplittableRandom(2), number -> true);
    double gets = (hot.reads() + cold.reads()) / (double) SAMPLES;
    out.printf(Locale.ROOT, "  %.3f GETs for a cold point read%n", gets);
    assertThat(gets).isLessThanOrEqualTo(1);
  }

  private void sample(String what, SplittableRandom random, LongPredicate isAlive)
      throws Exception {
    begin();
    for (int i = 0; i < SAMPLES; i++) {
      long number = random.nextLong(shape.records());
      boolean isRight =
          manager
              .get(records.key(number))
              .map(record -> isAlive.test(number) && record.value().equals(records.value(number)))
              .orElse(!isAlive.test(number));
      assertThat(isRight).as("record %d", number).isTrue();
    }
    end(String.format(Locale.ROOT, "%s %,d records one by one", what, SAMPLES));
  }

  private static boolean isKept(long number) {
    return number % 2 == 0;
  }

  private void deleteEverySecond() throws Exception {
    begin();
    Batch batch = new Batch();
    for (long number = 0; number < shape.records(); number++) {
      if (!isKept(number)) {
        batch.delete(records.key(number));
      }
      if (batch.size() == BATCH || (number == shape.records() - 1 && batch.size() > 0)) {
        manager.write(batch);
        batch = new Batch();
      }
    }
    manager.flush();
    end("deleted every second one");
    requireAll("deleted", 0, LifeFigures::isKept);
  }

  /** A deletion leaves in two rounds: first what it hides, then itself. */
  private void compactAndCollect() throws Exception {
    for (int round = 1; round <= MAX_ROUNDS; round++) {
      begin();
      int jobs = manager.compact(CompactionPolicy.DEFAULT, false).jobs().size();
      end("compacted, " + jobs + " jobs");
      requireAddedUp("compacted");
      collect("collected");
      requireAddedUp("collected");
      if (jobs == 0) {
        return;
      }
    }
  }

  /** The process that was killed may have written a segment, and not committed it. */
  private void sweep() throws Exception {
    begin();
    manager.sweepOrphans(AT_ONCE, false);
    end("swept");
    collect("collected");
    assertThat(requireAddedUp("swept").orphans()).isZero();
  }

  private void collect(String what) throws Exception {
    begin();
    int deleted = manager.gc(AT_ONCE, false).deleted().size();
    end(what + ", " + deleted + " objects");
  }

  /** What is alive and what waits to be deleted is what the stores list. */
  private Audit requireAddedUp(String what) throws Exception {
    Audit audit =
        new SegmentAudit(ROOT, hot, Map.of(Tier.HOT, hot, Tier.COLD, cold)).assertSound(what);
    out.println("  " + audit);
    return audit;
  }

  private void requireLittleSpace() throws Exception {
    long alive = 0;
    for (long number = 0; number < shape.records(); number++) {
      alive += isKept(number) ? records.bytes(number) : 0;
    }
    double space = (listedBytes(hot) + listedBytes(cold)) / (double) alive;
    out.printf(
        Locale.ROOT,
        "  %.3f bytes in the stores, with manifests and indexes, for a byte that is alive%n",
        space);
    assertThat(space).isLessThanOrEqualTo(MOST_SPACE);
  }

  private static long listedBytes(BlockStore store) throws Exception {
    LongAdder bytes = new LongAdder();
    try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.ALL))) {
      listing.forEachRemaining(entry -> bytes.add(((ListEntry.Block) entry).stat().size()));
    }
    return bytes.sum();
  }

  private void readBack() throws Exception {
    requireAll("read back", 0, LifeFigures::isKept);
    sample("read back", new SplittableRandom(3), LifeFigures::isKept);
    tellState();
  }

  private void tellState() throws Exception {
    out.printf(
        Locale.ROOT,
        "  %,d segments, %.1f MB on the heap, %.1f MB of index beside it%n",
        manager.listSegments().size(),
        LiveHeap.bytes() / 1e6,
        manager.indexFigures().bytes() / 1e6);
  }

  private void begin() {
    hot.reset();
    cold.reset();
    begun = System.nanoTime();
  }

  private void end(String what) {
    out.printf(
        Locale.ROOT,
        "%s: %.2f s, %,d GETs of %.1f MB, %,d PUTs of %.1f MB%n",
        what,
        (System.nanoTime() - begun) / 1e9,
        hot.reads() + cold.reads(),
        (hot.readBytes() + cold.readBytes()) / 1e6,
        hot.writes() + cold.writes(),
        (hot.writtenBytes() + cold.writtenBytes()) / 1e6);
    out.flush();
  }
}
