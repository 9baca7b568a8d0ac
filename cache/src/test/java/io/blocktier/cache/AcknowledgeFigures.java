package io.blocktier.cache;

import com.sun.management.OperatingSystemMXBean;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Measures writes that a cache acknowledges behind the sync of its disk, against a {@linkplain
 * BareGroupCommit bare group commit} of as many writers, and against one thread that writes as many
 * records at once, and syncs, for nobody; in turns, since other users of the disk come and go. The
 * store beneath is in memory, and the cache brings blocks to it meanwhile, unless {@code away} is
 * said. Run by hand: {@code java … io.blocktier.cache.AcknowledgeFigures /some/directory [away]}.
 */
final class AcknowledgeFigures {

  private static final int BLOCK = 4096;
  private static final int WARM_UP_TURNS = 75;
  private static final int TURNS = 31;
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int KEYS_OF_A_WRITER = 64;
  private static final int BARE_BYTES = 64 << 20;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final MeasuredCache measured;
  private final boolean away;

  private AcknowledgeFigures(MeasuredCache measured, boolean away) {
    this.measured = measured;
    this.away = away;
  }

  public static void main(String[] args) throws Exception {
    boolean away = args.length > 1;
    AcknowledgeFigures figures = new AcknowledgeFigures(new MeasuredCache(Path.of(args[0])), away);
    figures.compare(64);
    figures.compare(1);
    CacheFixture.EFFECTS.executor().close();
  }

  private void compare(int writers) throws Exception {
    measured.empty();
    BlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);
    if (away) {
      beneath =
          new FaultyBlockStore(
              beneath,
              FaultPlan.of(1, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE)),
              CacheFixture.EFFECTS);
    }
    Path file = measured.root().resolveSibling("bare");
    try (WriteBackBlockStore cache =
            WriteBackBlockStore.open(
                new Unclosed(beneath), measured.options(IndexKind.HEAP), CacheFixture.EFFECTS);
        FileChannel bare =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
      bare.write(ByteBuffer.allocateDirect(BARE_BYTES), 0);
      bare.force(false);
      for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
        cached(cache, writers); // until its code is compiled
      }
      BareGroupCommit group =
          new BareGroupCommit(bare, BARE_BYTES, BLOCK, CacheFixture.EFFECTS.executor());
      List<Double> ofGroup = new ArrayList<>();
      List<Double> ofNobody = new ArrayList<>();
      List<Double> rates = new ArrayList<>();
      List<Double> cpus = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        long cpu = SYSTEM.getProcessCpuTime();
        double ofCache = cached(cache, writers);
        cpus.add((SYSTEM.getProcessCpuTime() - cpu) / 1e3 / (ofCache * TURN / 1e9));
        rates.add(ofCache);
        ofGroup.add(ofCache / group.rate(writers, TURN));
        ofNobody.add(ofCache / bare(bare, writers));
      }
      System.out.printf(
          "%d writers of %d bytes: %.0f acknowledged a second, %.1f us of CPU each; %s of a bare"
              + " group commit, %s of writing for nobody; medians of %d turns%n",
          writers, BLOCK, median(rates), median(cpus), spread(ofGroup), spread(ofNobody), TURNS);
    }
  }

  private static String spread(List<Double> ratios) {
    double median = median(ratios);
    return String.format(
        Locale.ROOT, "%.2f (%.2f to %.2f)", median, ratios.getFirst(), ratios.getLast());
  }

  private static double median(List<Double> values) {
    values.sort(null);
    return values.get(values.size() / 2);
  }

  private static double cached(WriteBackBlockStore cache, int writers) throws Exception {
    AtomicLong done = new AtomicLong();
    long start = System.nanoTime();
    List<Future<?>> tasks = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      List<BlockKey> keys = keys(writer);
      tasks.add(CacheFixture.EFFECTS.executor().submit(() -> write(cache, keys, start, done)));
    }
    for (Future<?> task : tasks) {
      task.get();
    }
    return done.get() * 1e9 / (System.nanoTime() - start);
  }

  private static List<BlockKey> keys(int writer) {
    return IntStream.range(0, KEYS_OF_A_WRITER)
        .mapToObj(i -> BlockKey.of("writer-" + writer + "/block-" + i))
        .toList();
  }

  private static Void write(
      WriteBackBlockStore cache, List<BlockKey> keys, long start, AtomicLong done)
      throws Exception {
    byte[] block = new byte[BLOCK];
    for (int i = 0; System.nanoTime() - start < TURN; i++) {
      block[i % BLOCK]++;
      cache.write(keys.get(i % keys.size()), Content.of(block), WriteOptions.DEFAULT);
      done.incrementAndGet();
    }
    return null;
  }

  private static double bare(FileChannel file, int writers) throws Exception {
    ByteBuffer records = ByteBuffer.allocateDirect(writers * BLOCK);
    long start = System.nanoTime();
    long done = 0;
    for (long at = 0; System.nanoTime() - start < TURN; at += records.capacity()) {
      if (at + records.capacity() > BARE_BYTES) {
        at = 0;
      }
      file.write(records.clear(), at);
      file.force(false);
      done += writers;
    }
    return done * 1e9 / (System.nanoTime() - start);
  }
}
