package io.blocktier.segments.figures;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.spi.Sleeper;
import io.blocktier.segments.Batch;
import io.blocktier.segments.IndexOptions;
import io.blocktier.segments.LiveHeap;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.index.IndexFigures;
import io.blocktier.segments.manifest.GarbageLimits;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentStores;
import io.blocktier.segments.tiering.Run;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What many keys cost: written in batches and killed, opened again, read, moved to the cold store,
 * half deleted, compacted, collected, and read back. Prints the time, the requests and the heap of
 * each step. The stores are files, forced.
 *
 * <p>Run by hand, one behind the other: {@code java … io.blocktier.segments.figures.KeyFigures
 * write /some/directory 1000000 100 256}, which ends by a halt of its process, then the same with
 * {@code read}: records, bytes of a value, MiB of the index, 0 for none.
 */
final class KeyFigures {

  private static final int BATCH = 1000;
  private static final int SAMPLES = 2000;
  private static final Duration STEP = Duration.ofMillis(10);
  private static final Duration MOST_INDEXING = Duration.ofMinutes(10);

  private final PrintStream out;
  private final long records;
  private final int valueBytes;
  private final CountingStore hot;
  private final CountingStore cold;
  private final Sleeper sleeper;
  private final SegmentManager manager;
  private final byte[] noise = new byte[1 << 20];
  private final boolean isIndexed;
  private long begun;

  private KeyFigures(
      PrintStream out, String[] args, CountingStore hot, CountingStore cold, Effects effects)
      throws BlockStoreException {
    this.out = out;
    this.records = Long.parseLong(args[2]);
    this.valueBytes = Integer.parseInt(args[3]);
    this.hot = hot;
    this.cold = cold;
    this.sleeper = effects.sleeper();
    new SplittableRandom(1).nextBytes(noise);
    SegmentsOptions options =
        SegmentsOptions.of(Path.of(args[1]).resolve("log"), "db/")
            .with(new IndexOptions(Long.parseLong(args[4]) << 20, 16));
    this.isIndexed = options.index().tableBytes() > 0;
    begin();
    this.manager = SegmentManager.open(new SegmentStores(hot, Optional.of(cold)), options, effects);
    end("open");
  }

  public static void main(String[] args) throws Exception {
    Path directory = Files.createDirectories(Path.of(args[1]));
    Effects effects = Effects.ofSystem();
    try (BlockStore hot = store(directory.resolve("hot"), effects);
        BlockStore cold = store(directory.resolve("cold"), effects)) {
      KeyFigures figures =
          new KeyFigures(
              System.out, args, new CountingStore(hot), new CountingStore(cold), effects);
      if (args[0].equals("write")) {
        figures.write();
        Runtime.getRuntime().halt(0); // as a kill does
      }
      figures.readAndTidy();
      figures.manager.close();
    }
    effects.executor().close();
  }

  private static BlockStore store(Path directory, Effects effects) throws Exception {
    LocalStoreProvider files = new LocalStoreProvider();
    Map<String, String> settings = Map.of("path", directory.toAbsolutePath().toString());
    return files.open(Settings.parse(files.settings(), settings), effects);
  }

  private void begin() {
    for (CountingStore store : List.of(hot, cold)) {
      store.reset();
    }
    begun = System.nanoTime();
  }

  private void end(String what) {
    out.printf(
        Locale.ROOT,
        "%s: %.2f s, %,d reads of %.1f MB, %,d writes%n",
        what,
        (System.nanoTime() - begun) / 1e9,
        hot.reads() + cold.reads(),
        (hot.readBytes() + cold.readBytes()) / 1e6,
        hot.writes() + cold.writes());
    out.flush();
  }

  private void tellState() throws Exception {
    IndexFigures index = manager.indexFigures();
    out.printf(
        Locale.ROOT,
        "  %,d segments, %,d indexed (%d from a checkpoint), %,d places in %.1f MB, heap %.1f MB%n",
        manager.listSegments().size(),
        index.segments(),
        index.fromCheckpoints(),
        index.records(),
        index.bytes() / 1e6,
        LiveHeap.bytes() / 1e6);
  }

  private static RecordKey key(long number) {
    return RecordKey.of("key/" + Long.toHexString(number * 0x9E3779B97F4A7C15L));
  }

  private ByteBuffer value(long number) {
    return ByteBuffer.wrap(noise, (int) (number * 61 % (noise.length - valueBytes)), valueBytes);
  }

  private void write() throws Exception {
    begin();
    for (long at = 0; at < records; at += BATCH) {
      Batch batch = new Batch();
      for (long i = at; i < Math.min(records, at + BATCH); i++) {
        batch.put(key(i), value(i));
      }
      manager.write(batch);
    }
    end(String.format(Locale.ROOT, "write %,d records", records));
    tellState();
  }

  private void readAndTidy() throws Exception {
    awaitIndexed("indexed behind the kill");
    tellState();
    read("cold reads", 0, records, true);
    read("reads with footers", 0, records, true);
    read("absent keys", records, 2 * records, false);
    begin();
    for (SegmentEntry segment : manager.listSegments()) {
      manager.archive(segment.id(), Run.QUIET);
    }
    end("all to the cold store");
    read("reads of the cold store", 0, records, true);
    deleteHalf();
    tidy();
    awaitIndexed("indexed");
    tellState();
    read("what is left", records / 2, records, true);
    read("what was deleted", 0, records / 2, false);
    readBack();
  }

  private void awaitIndexed(String what) throws Exception {
    begin();
    while (isIndexed && manager.indexFigures().segments() < manager.listSegments().size()) {
      if (System.nanoTime() - begun > MOST_INDEXING.toNanos()) {
        throw new AssertionError("not " + what + " after " + MOST_INDEXING);
      }
      sleeper.sleep(STEP);
    }
    end(what);
  }

  private void read(String what, long from, long to, boolean expected) throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    begin();
    for (int i = 0; i < SAMPLES; i++) {
      long number = random.nextLong(from, to);
      if (manager.get(key(number)).isPresent() != expected) {
        throw new AssertionError("record " + number);
      }
    }
    end(String.format(Locale.ROOT, "%,d %s", SAMPLES, what));
  }

  private void deleteHalf() throws Exception {
    begin();
    for (long at = 0; at < records / 2; at += BATCH) {
      Batch batch = new Batch();
      for (long i = at; i < Math.min(records / 2, at + BATCH); i++) {
        batch.delete(key(i));
      }
      manager.write(batch);
    }
    manager.flush();
    end("delete half");
  }

  private void tidy() throws Exception {
    begin();
    out.println(
        "  compacted: " + manager.compact(CompactionPolicy.DEFAULT, false).gain() + " bytes");
    end("compact");
    begin();
    int deleted =
        manager
            .gc(new GarbageLimits(Duration.ZERO, Integer.MAX_VALUE, Long.MAX_VALUE), false)
            .deleted()
            .size();
    end("collect " + deleted + " objects");
  }

  private void readBack() throws Exception {
    begin();
    for (long number = records / 2; number < records; number++) {
      ByteBuffer found = manager.get(key(number)).orElseThrow().value();
      if (!found.equals(value(number))) {
        throw new AssertionError("record " + number);
      }
      if (System.nanoTime() - begun > 30e9) {
        out.printf(Locale.ROOT, "  up to record %,d%n", number);
        break;
      }
    }
    end("read back one by one, for 30 s at most");
  }
}
