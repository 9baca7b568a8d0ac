package io.blocktier.segments.figures;

import com.sun.management.OperatingSystemMXBean;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordReceipt;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.objects.SegmentStores;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many records of 1 KiB become durable, while what became so before is sealed and brought to
 * the store: in batches, and one by one by 64 writers, beside a {@linkplain BareGroupCommit group
 * commit} of as many, in turns. The store is files on the same disk, forced too.
 *
 * <p>Run by hand: {@code java … io.blocktier.segments.figures.DurableFigures /some/directory
 * [batches|singles]}.
 */
final class DurableFigures {

  private static final int VALUE_BYTES = 1024;
  private static final int BATCH = 100;
  private static final int BATCH_WRITERS = 8;
  private static final int BATCH_TURNS = 9;
  private static final long BATCH_TURN = TimeUnit.SECONDS.toNanos(3);
  private static final int WRITERS = 64;
  private static final int TURNS = 31;
  private static final int WARM_UP_TURNS = 50;
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int BARE_BYTES = 64 << 20;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final SegmentManager manager;
  private final ExecutorService threads;
  private final AtomicLong keys = new AtomicLong();
  private final byte[] noise = new byte[1 << 20];

  private DurableFigures(SegmentManager manager, ExecutorService threads) {
    this.manager = manager;
    this.threads = threads;
    new SplittableRandom(1).nextBytes(noise);
  }

  public static void main(String[] args) throws Exception {
    Effects effects = Effects.ofSystem();
    Path directory = Files.createTempDirectory(Path.of(args[0]), "figures");
    Path stored = Files.createDirectory(directory.resolve("store"));
    LocalStoreProvider files = new LocalStoreProvider();
    Map<String, String> settings = Map.of("path", stored.toAbsolutePath().toString());
    SegmentsOptions options = SegmentsOptions.of(directory.resolve("log"), "db/");
    String what = args.length > 1 ? args[1] : "both";
    try (BlockStore store = files.open(Settings.parse(files.settings(), settings), effects);
        SegmentManager manager =
            SegmentManager.open(new SegmentStores(store, Optional.empty()), options, effects)) {
      DurableFigures figures = new DurableFigures(manager, effects.executor());
      if (!what.equals("singles")) {
        figures.inBatches();
      }
      if (!what.equals("batches")) {
        figures.oneByOne(directory.resolve("bare"), effects.executor());
      }
    }
    effects.executor().close();
  }

  /** What came of a turn. */
  private record Turn(double rate, double sealedRate, double cpuMicros) {}

  /** A turn is long enough for what waits to be sealed to come to its bound. */
  private void inBatches() throws Exception {
    List<Double> rates = new ArrayList<>();
    List<Double> sealed = new ArrayList<>();
    List<Double> cpus = new ArrayList<>();
    for (int turn = -1; turn < BATCH_TURNS; turn++) {
      Turn came = turn(BATCH_WRITERS, BATCH_TURN, this::batch);
      System.out.printf(
          Locale.ROOT,
          "  %s%,.0f records/s durable, %,.0f records/s sealed, %.1f us of CPU each%n",
          turn < 0 ? "to warm up: " : "",
          came.rate(),
          came.sealedRate(),
          came.cpuMicros());
      if (turn >= 0) {
        rates.add(came.rate());
        sealed.add(came.sealedRate());
        cpus.add(came.cpuMicros());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "batches of %d by %d writers: %,.0f records/s durable, %,.0f/s sealed beside it, %.1f us of"
            + " CPU each; medians of %d turns%n",
        BATCH,
        BATCH_WRITERS,
        median(rates),
        median(sealed),
        median(cpus),
        BATCH_TURNS);
  }

  private void oneByOne(Path file, ExecutorService executor) throws Exception {
    try (FileChannel bare =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      bare.write(ByteBuffer.allocateDirect(BARE_BYTES), 0);
      bare.force(false);
      BareGroupCommit group = new BareGroupCommit(bare, BARE_BYTES, VALUE_BYTES, executor);
      List<Double> rates = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      List<Double> cpus = new ArrayList<>();
      for (int turn = -WARM_UP_TURNS; turn < TURNS; turn++) {
        Turn came = turn(WRITERS, TURN, this::single);
        double ofGroup = came.rate() / group.rate(WRITERS, TURN);
        if (turn >= 0) {
          rates.add(came.rate());
          ratios.add(ofGroup);
          cpus.add(came.cpuMicros());
        }
      }
      System.out.printf(
          Locale.ROOT,
          "single records by %d writers: %,.0f records/s durable, %.1f us of CPU each, %.2f (%.2f to"
              + " %.2f) of a bare group commit; medians of %d turns%n",
          WRITERS,
          median(rates),
          median(cpus),
          median(ratios),
          ratios.getFirst(),
          ratios.getLast(),
          TURNS);
    }
  }

  /** Writes some records, and says how many. */
  @FunctionalInterface
  private interface Step {
    int write(long first) throws Exception;
  }

  private Turn turn(int writers, long nanos, Step step) throws Exception {
    AtomicLong done = new AtomicLong();
    long cpu = SYSTEM.getProcessCpuTime();
    long sealedBefore = sealedRecords();
    long start = System.nanoTime();
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      ends.add(
          threads.submit(() -> {
            while (System.nanoTime() - start < nanos) {
              done.addAndGet(step.write(keys.getAndAdd(BATCH)));
            }
            return null;
          }));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Turn(
        done.get() / seconds,
        (sealedRecords() - sealedBefore) / seconds,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / done.get());
  }

  private long sealedRecords() throws Exception {
    return manager.listSegments().stream().mapToLong(segment -> segment.content().records()).sum();
  }

  private int batch(long first) throws Exception {
    Batch batch = new Batch();
    for (int i = 0; i < BATCH; i++) {
      batch.put(key(first + i), value(first + i));
    }
    RecordReceipt receipt = manager.write(batch, Durability.LOCAL);
    if (!receipt.level().covers(Durability.LOCAL)) {
      throw new AssertionError(receipt.toString());
    }
    return BATCH;
  }

  private int single(long number) throws Exception {
    manager.write(new Batch().put(key(number), value(number)), Durability.LOCAL);
    return 1;
  }

  /** Keys in no order. */
  private static RecordKey key(long number) {
    return RecordKey.of("key/" + Long.toHexString(number * 0x9E3779B97F4A7C15L));
  }

  private ByteBuffer value(long number) {
    return ByteBuffer.wrap(noise, (int) (number * 61 % (noise.length - VALUE_BYTES)), VALUE_BYTES);
  }

  private static double median(List<Double> values) {
    values.sort(null);
    return values.get(values.size() / 2);
  }
}
