package io.blocktier.segments.figures;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.objects.SegmentStores;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast records become durable, beside what the disk does without us: 64 records of 1 KiB
 * written and forced together into a file that is there already, again and again. Rounds of both
 * take turns. The store is files in the same directory, forced too.
 *
 * <p>Run by hand: {@code java … io.blocktier.segments.figures.ManagerFigures /some/directory}.
 */
final class ManagerFigures {

  private static final int ROUNDS = 7;
  private static final int WRITERS = 64;
  private static final int VALUE_BYTES = 1024;
  private static final int SINGLES = 300;
  private static final int BATCHES = 100;
  private static final int BATCH = 100;
  private static final int BATCH_WRITERS = 8;
  private static final int POINT_READS = 2000;

  private final Path directory;
  private final SegmentManager manager;
  private final ExecutorService threads;
  private final PrintStream out;
  private final AtomicLong keys = new AtomicLong();
  private final byte[] noise = new byte[1 << 20];

  private ManagerFigures(
      Path directory, SegmentManager manager, ExecutorService threads, PrintStream out) {
    this.directory = directory;
    this.manager = manager;
    this.threads = threads;
    this.out = out;
    new SplittableRandom(1).nextBytes(noise);
  }

  public static void main(String[] args) throws Exception {
    Effects effects = Effects.ofSystem();
    Path directory = Files.createTempDirectory(Path.of(args[0]), "figures");
    Path stored = Files.createDirectory(directory.resolve("store"));
    LocalStoreProvider files = new LocalStoreProvider();
    Map<String, String> settings = Map.of("path", stored.toAbsolutePath().toString());
    SegmentsOptions options =
        SegmentsOptions.of(directory.resolve("log"), "db/")
            .sealingAt(64 << 20, Duration.ofHours(1));
    try (BlockStore store = files.open(Settings.parse(files.settings(), settings), effects);
        SegmentManager manager =
            SegmentManager.open(new SegmentStores(store, Optional.empty()), options, effects)) {
      ManagerFigures figures =
          new ManagerFigures(directory, manager, effects.executor(), System.out);
      figures.writes();
      figures.reads();
    }
    effects.executor().close();
  }

  private void writes() throws Exception {
    double[] bare = new double[ROUNDS];
    double[] single = new double[ROUNDS];
    double[] batched = new double[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      int at = Math.max(0, round);
      bare[at] = bare();
      single[at] = rate(WRITERS * SINGLES, () -> runAll(WRITERS, this::singles));
      batched[at] =
          rate(BATCH_WRITERS * BATCHES * BATCH, () -> runAll(BATCH_WRITERS, this::batches));
    }
    print("forced by the disk alone, 64 records of 1 KiB at a time", median(bare));
    print("single records by 64 writers", median(single));
    print("records in batches of 100 by 8 writers", median(batched));
    double[] ratios = new double[ROUNDS];
    Arrays.setAll(ratios, round -> single[round] / bare[round]);
    out.printf(Locale.ROOT, "single records of what the disk does: %.2f%n", median(ratios));
  }

  private void print(String what, double rate) {
    out.printf(Locale.ROOT, "%s: %,.0f records/s%n", what, rate);
  }

  /** Something that takes time. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  private static double rate(long count, Work work) throws Exception {
    long begun = System.nanoTime();
    work.run();
    return count * 1e9 / (System.nanoTime() - begun);
  }

  private double bare() throws Exception {
    Path file = directory.resolve("bare");
    int bytes = WRITERS * VALUE_BYTES;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SINGLES; i++) {
        channel.write(ByteBuffer.allocate(bytes), (long) i * bytes);
      }
      channel.force(true);
      return rate((long) WRITERS * SINGLES, () -> force(channel, bytes));
    }
  }

  private void force(FileChannel channel, int bytes) throws IOException {
    for (int i = 0; i < SINGLES; i++) {
      channel.write(ByteBuffer.wrap(noise, 0, bytes), (long) i * bytes);
      channel.force(false);
    }
  }

  private void singles() throws Exception {
    for (int i = 0; i < SINGLES; i++) {
      manager.put(key(), value(i));
    }
  }

  private void batches() throws Exception {
    for (int i = 0; i < BATCHES; i++) {
      Batch batch = new Batch();
      for (int record = 0; record < BATCH; record++) {
        batch.put(key(), value(i + record));
      }
      manager.write(batch, Durability.LOCAL);
    }
  }

  private RecordKey key() {
    return key(keys.incrementAndGet());
  }

  /** Keys in no order. */
  private static RecordKey key(long number) {
    return RecordKey.of("key/" + Long.toHexString(number * 0x9E3779B97F4A7C15L));
  }

  private ByteBuffer value(int number) {
    return ByteBuffer.wrap(noise, number * 61 % (noise.length - VALUE_BYTES), VALUE_BYTES);
  }

  private void runAll(int count, Work work) throws Exception {
    List<Future<Boolean>> ends = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ends.add(
          threads.submit(() -> {
            work.run();
            return true;
          }));
    }
    for (Future<Boolean> end : ends) {
      end.get();
    }
  }

  private void reads() throws Exception {
    manager.flush();
    long records = keys.get();
    out.printf(Locale.ROOT, "%,d records in %d segments%n", records, manager.listSegments().size());
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < 3; round++) {
      double found = rate(POINT_READS, () -> point(random, records));
      double absent = rate(POINT_READS, () -> point(random, -records));
      double scanned = rate(records, this::scan);
      out.printf(
          Locale.ROOT,
          "point reads %,.0f/s, absent keys %,.0f/s, scan %,.0f records/s%n",
          found,
          absent,
          scanned);
    }
  }

  private void point(SplittableRandom random, long records) throws Exception {
    for (int i = 0; i < POINT_READS; i++) {
      long number = 1 + random.nextLong(Math.abs(records));
      boolean found = manager.get(key(records < 0 ? -number : number)).isPresent();
      if (found != (records > 0)) {
        throw new AssertionError("record " + number);
      }
    }
  }

  private void scan() throws Exception {
    long bytes = 0;
    try (RecordCursor cursor = manager.scan(KeyRange.ALL)) {
      while (cursor.next()) {
        bytes += cursor.value().remaining();
      }
    }
    if (bytes != keys.get() * VALUE_BYTES) {
      throw new AssertionError("scanned " + bytes + " bytes");
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
