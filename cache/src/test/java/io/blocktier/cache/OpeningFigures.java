package io.blocktier.cache;

import com.sun.management.OperatingSystemMXBean;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.slf4j.LoggerFactory;

/**
 * Measures how long it takes to open a cache of many staged blocks, behind a crash and behind a
 * stop, on the disk of a directory. The first opening of a process, whose code is not compiled yet,
 * is the one that counts: who restarts pays for it. Finding a logging library is not part of it: a
 * program has done that before it opens a cache. Run by hand: {@code java …
 * io.blocktier.cache.OpeningFigures /some/directory HEAP}, and once more with {@code again} behind
 * it, which opens what is there.
 */
final class OpeningFigures {

  private static final int STAGED = 1_000_000;
  private static final int WRITERS = 256;
  private static final int ROUNDS = 5;

  private final MeasuredCache measured;
  private final IndexKind index;
  private final BlockStore away =
      new FaultyBlockStore(
          new InMemoryBlockStore(CacheFixture.EFFECTS),
          FaultPlan.of(1, FaultRule.of(FaultKind.UNAVAILABLE, 100, Operation.WRITE)),
          CacheFixture.EFFECTS);

  private OpeningFigures(MeasuredCache measured, IndexKind index) {
    this.measured = measured;
    this.index = index;
  }

  public static void main(String[] args) throws Exception {
    LoggerFactory.getLogger(OpeningFigures.class).debug("opening {}", args[0]);
    OpeningFigures figures =
        new OpeningFigures(new MeasuredCache(Path.of(args[0])), IndexKind.valueOf(args[1]));
    if (args.length == 2) {
      figures.stage();
    }
    for (int round = 0; round < ROUNDS; round++) {
      figures.open(round % 2 == 0);
    }
    CacheFixture.EFFECTS.executor().close();
  }

  private WriteBackBlockStore open() throws IOException {
    return WriteBackBlockStore.open(
        new Unclosed(away), measured.options(index), CacheFixture.EFFECTS);
  }

  private void stage() throws Exception {
    measured.empty();
    try (WriteBackBlockStore cache = open()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int own = writer;
        writers.add(CacheFixture.EFFECTS.executor().submit(() -> stage(cache, own)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
  }

  private static Void stage(WriteBackBlockStore cache, int own) throws IOException {
    for (int i = own; i < STAGED; i += WRITERS) {
      Blocks.write(cache, BlockKey.of("some/key/of/a/block-" + i), new byte[100]);
    }
    return null;
  }

  private void open(boolean crashed) throws IOException {
    if (crashed) {
      Files.delete(measured.root().resolve("clean"));
    }
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    WriteBackBlockStore cache = open();
    double opened = (System.nanoTime() - start) / 1e9;
    cpu = system.getProcessCpuTime() - cpu;
    long blocks = cache.status().blocks();
    start = System.nanoTime();
    cache.close();
    System.out.printf(
        "%s: %d staged blocks ready behind %s in %.2f s (%.2f s of CPU), closed in %.2f s%n",
        index,
        blocks,
        crashed ? "a crash" : "a clean stop",
        opened,
        cpu / 1e9,
        (System.nanoTime() - start) / 1e9);
  }
}
