package io.blocktier.segments.figures;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How fast a scan goes through records of 1 KiB, beside one thread that reads the same objects in
 * their order and does nothing with them, in turns: over files, and over memory.
 *
 * <p>Run by hand: {@code java … io.blocktier.segments.figures.ScanFigures /some/directory}.
 */
final class ScanFigures {

  private static final int RECORDS = 400_000;
  private static final int VALUE_BYTES = 1024;
  private static final int BATCH = 1000;
  private static final int READ_BYTES = 4 << 20;
  private static final int WARM_UP_TURNS = 5;
  private static final int TURNS = 21;

  private final BlockStore store;
  private final SegmentManager manager;

  private ScanFigures(BlockStore store, SegmentManager manager) {
    this.store = store;
    this.manager = manager;
  }

  public static void main(String[] args) throws Exception {
    Effects effects = Effects.ofSystem();
    Path directory = Files.createTempDirectory(Path.of(args[0]), "figures");
    LocalStoreProvider files = new LocalStoreProvider();
    Map<String, String> settings =
        Map.of("path", directory.resolve("store").toAbsolutePath().toString(), "sync", "false");
    try (BlockStore store = files.open(Settings.parse(files.settings(), settings), effects)) {
      measure("files", store, directory.resolve("log-of-files"), effects);
    }
    try (BlockStore store = new InMemoryBlockStore(effects)) {
      measure("memory", store, directory.resolve("log-of-memory"), effects);
    }
    effects.executor().close();
  }

  private static void measure(String what, BlockStore store, Path log, Effects effects)
      throws Exception {
    SegmentsOptions options = SegmentsOptions.of(log, "db/");
    try (SegmentManager manager =
        SegmentManager.open(new SegmentStores(store, Optional.empty()), options, effects)) {
      ScanFigures figures = new ScanFigures(store, manager);
      figures.write();
      figures.compare(what);
    }
  }

  private void write() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    byte[] value = new byte[VALUE_BYTES];
    Batch batch = new Batch();
    for (int i = 0; i < RECORDS; i++) {
      random.nextBytes(value);
      RecordKey key = RecordKey.of(String.format(Locale.ROOT, "key/%010d", i));
      batch.put(key, ByteBuffer.wrap(value.clone()));
      if (batch.size() == BATCH) {
        manager.write(batch);
        batch = new Batch();
      }
    }
    manager.flush();
  }

  private void compare(String what) throws Exception {
    List<Double> ratios = new ArrayList<>();
    List<Double> raws = new ArrayList<>();
    List<Double> scans = new ArrayList<>();
    for (int turn = -WARM_UP_TURNS; turn < TURNS; turn++) {
      double raw = raw();
      double scan = scan();
      if (turn >= 0) {
        raws.add(raw);
        scans.add(scan);
        ratios.add(scan / raw);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: scan %,.0f MB/s, the objects as they are %,.0f MB/s; %.2f (%.2f to %.2f) of it,"
            + " medians of %d turns%n",
        what,
        median(scans),
        median(raws),
        median(ratios),
        ratios.getFirst(),
        ratios.getLast(),
        TURNS);
  }

  private double raw() throws Exception {
    ByteBuffer target = ByteBuffer.allocate(READ_BYTES);
    long bytes = 0;
    long begun = System.nanoTime();
    for (SegmentEntry segment : manager.listSegments()) {
      long size = segment.content().bytes();
      for (long at = 0; at < size; at += READ_BYTES) {
        ByteRange range = ByteRange.of(at, Math.min(READ_BYTES, size - at));
        bytes += store.read(segment.object().key(), range, target.clear()).length();
      }
    }
    return bytes * 1e3 / (System.nanoTime() - begun);
  }

  private double scan() throws Exception {
    long bytes = 0;
    long begun = System.nanoTime();
    try (RecordCursor cursor = manager.scan(KeyRange.ALL)) {
      while (cursor.next()) {
        bytes += cursor.key().length() + cursor.value().remaining();
      }
    }
    return bytes * 1e3 / (System.nanoTime() - begun);
  }

  private static double median(List<Double> values) {
    values.sort(null);
    return values.get(values.size() / 2);
  }
}
