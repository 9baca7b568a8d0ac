package io.blocktier.segments.figures;

import com.sun.management.ThreadMXBean;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.Batch;
import io.blocktier.segments.ReadMemory;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.objects.SegmentStores;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a read of a single record costs whose frame is in memory, beside one that asks the store,
 * and one of a key that is not there, in turns: records of 1 KiB that compress to half, files in
 * the page cache.
 *
 * <p>Run by hand: {@code java … io.blocktier.segments.figures.PointReadFigures /some/directory}.
 */
final class PointReadFigures {

  private static final int RECORDS = 40_000;
  private static final int VALUE_BYTES = 1024;
  private static final int BATCH = 1000;
  private static final int TURNS = 15;
  private static final int WARM_READS = 100_000;
  private static final int STORE_READS = 4_000;
  private static final double BEST_PART = 0.25;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final RecordKey[] keys = new RecordKey[RECORDS];
  private final RecordKey[] absent = new RecordKey[RECORDS];
  private final SplittableRandom random = new SplittableRandom(2);
  private final PrintStream out;

  private PointReadFigures(PrintStream out) {
    this.out = out;
    Arrays.setAll(keys, number -> RecordKey.of(String.format(Locale.ROOT, "key/%08d", number)));
    Arrays.setAll(absent, number -> RecordKey.of(keys[number] + "/none"));
  }

  public static void main(String[] args) throws Exception {
    Effects effects = Effects.ofSystem();
    Path directory = Files.createTempDirectory(Path.of(args[0]), "figures");
    LocalStoreProvider files = new LocalStoreProvider();
    String path = directory.resolve("store").toAbsolutePath().toString();
    Map<String, String> settings = Map.of("path", path, "sync", "false");
    try (BlockStore store = files.open(Settings.parse(files.settings(), settings), effects);
        SegmentManager kept = open(store, directory, "kept", ReadMemory.DEFAULT, effects);
        SegmentManager asked =
            open(store, directory, "asked", new ReadMemory(64 << 20, 0), effects)) {
      PointReadFigures figures = new PointReadFigures(System.out);
      figures.write(kept);
      figures.write(asked);
      figures.compare(kept, asked);
    }
    effects.executor().close();
  }

  private static SegmentManager open(
      BlockStore store, Path directory, String name, ReadMemory reading, Effects effects)
      throws BlockStoreException {
    SegmentsOptions standard = SegmentsOptions.of(directory.resolve(name), name + "/");
    SegmentsOptions options =
        standard
            .sealingAt(8 << 20, standard.sealAge())
            .withMemory(standard.maxUnsealedBytes(), standard.maxBatchBytes(), reading);
    return SegmentManager.open(new SegmentStores(store, Optional.empty()), options, effects);
  }

  private void write(SegmentManager manager) throws BlockStoreException {
    byte[] value = new byte[VALUE_BYTES];
    for (int from = 0; from < RECORDS; from += BATCH) {
      Batch batch = new Batch();
      for (int number = from; number < from + BATCH; number++) {
        random.nextBytes(value);
        Arrays.fill(value, 0, VALUE_BYTES / 2, (byte) 'a');
        batch.put(keys[number], ByteBuffer.wrap(value.clone()));
      }
      manager.write(batch);
    }
    manager.flush();
  }

  private void compare(SegmentManager kept, SegmentManager asked) throws BlockStoreException {
    double[] memory = new double[TURNS];
    double[] store = new double[TURNS];
    double[] nothing = new double[TURNS];
    for (RecordKey key : keys) {
      requireValue(kept.get(key).isPresent(), key);
    }
    for (int turn = -2; turn < TURNS; turn++) {
      int at = Math.max(0, turn);
      memory[at] = nanos(kept, keys, WARM_READS, true);
      store[at] = nanos(asked, keys, STORE_READS, true);
      nothing[at] = nanos(kept, absent, WARM_READS, false);
    }
    print("from memory", memory, allocated(kept, keys, WARM_READS, true));
    print("from the store", store, allocated(asked, keys, STORE_READS, true));
    print("absent", nothing, allocated(kept, absent, WARM_READS, false));
  }

  private double nanos(SegmentManager manager, RecordKey[] of, int reads, boolean there)
      throws BlockStoreException {
    long begun = System.nanoTime();
    read(manager, of, reads, there);
    return (double) (System.nanoTime() - begun) / reads;
  }

  private double allocated(SegmentManager manager, RecordKey[] of, int reads, boolean there)
      throws BlockStoreException {
    long before = threads.getCurrentThreadAllocatedBytes();
    read(manager, of, reads, there);
    return (double) (threads.getCurrentThreadAllocatedBytes() - before) / reads;
  }

  private void read(SegmentManager manager, RecordKey[] of, int reads, boolean there)
      throws BlockStoreException {
    for (int i = 0; i < reads; i++) {
      RecordKey key = of[random.nextInt(of.length)];
      requireValue(manager.get(key).isPresent() == there, key);
    }
  }

  private static void requireValue(boolean right, RecordKey key) {
    if (!right) {
      throw new AssertionError(key.toString());
    }
  }

  private void print(String what, double[] nanos, double bytes) {
    Arrays.sort(nanos);
    out.printf(
        Locale.ROOT,
        "%s: %.2f µs (best quarter %.2f), %,.0f bytes allocated%n",
        what,
        nanos[nanos.length / 2] / 1e3,
        nanos[(int) (nanos.length * BEST_PART)] / 1e3,
        bytes);
  }
}
