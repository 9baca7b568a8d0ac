package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Measures reads on the disk of a directory. Run by hand: {@code java …
 * io.blocktier.cache.ReadFigures /some/directory}.
 */
final class ReadFigures {

  private static final int ROUNDS = 5;
  private static final int HITS = 2_000_000;
  private static final int SMALL = 4096;
  private static final int LARGE = 4 << 20;
  private static final int LARGE_BLOCKS = 200;

  private final MeasuredCache measured;
  private final BlockStore beneath = new InMemoryBlockStore(CacheFixture.EFFECTS);

  private ReadFigures(MeasuredCache measured) {
    this.measured = measured;
  }

  public static void main(String[] args) throws Exception {
    ReadFigures figures = new ReadFigures(new MeasuredCache(Path.of(args[0])));
    figures.memory();
    figures.disk();
    CacheFixture.EFFECTS.executor().close();
  }

  private WriteBackBlockStore open(BlockStore store, IndexKind index) throws IOException {
    return WriteBackBlockStore.open(
        new Unclosed(store), measured.options(index), CacheFixture.EFFECTS);
  }

  private void memory() throws Exception {
    measured.empty();
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (WriteBackBlockStore cache = open(beneath, IndexKind.HEAP)) {
      BlockKey key = BlockKey.of("some/key/of/a/block");
      Blocks.write(cache, key, new byte[SMALL]);
      ByteBuffer target = ByteBuffer.allocateDirect(SMALL);
      for (int round = 0; round < ROUNDS; round++) {
        long allocated = thread.getCurrentThreadAllocatedBytes();
        long cpu = thread.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < HITS; i++) {
          cache.read(key, ByteRange.ALL, target.clear());
        }
        System.out.printf(
            "memory hit of %d bytes: %.0f ns, %.0f ns of CPU, %.0f bytes allocated%n",
            SMALL,
            (System.nanoTime() - start) / (double) HITS,
            (thread.getCurrentThreadCpuTime() - cpu) / (double) HITS,
            (thread.getCurrentThreadAllocatedBytes() - allocated) / (double) HITS);
      }
    }
  }

  /** Takes turns with a bare loop over the same files, whose pages are in memory for both. */
  private void disk() throws Exception {
    measured.empty();
    try (WriteBackBlockStore cache = open(beneath, IndexKind.HEAP)) {
      for (int i = 0; i < LARGE_BLOCKS; i++) {
        byte[] bytes = new byte[LARGE];
        Arrays.fill(bytes, (byte) i);
        Blocks.write(cache, BlockKey.of("large/" + i), bytes);
      }
      cache.flush(KeyPrefix.ALL);
      List<Path> segments;
      try (Stream<Path> files = Files.list(measured.root())) {
        segments = files.filter(f -> f.toString().endsWith(".seg")).sorted().toList();
      }
      for (int threads : new int[] {1, 2}) {
        for (int round = 0; round < ROUNDS; round++) {
          double cached = rate(threads, buffer -> cached(cache, buffer));
          double bare = rate(threads, buffer -> bare(segments, buffer));
          System.out.printf(
              "disk tier, blocks of 4 MiB, %d readers: %.0f MB/s, bare %.0f MB/s, ratio %.2f%n",
              threads, cached, bare, cached / bare);
        }
      }
    }
  }

  /** Reads everything once; returns how many bytes that were. */
  @FunctionalInterface
  private interface Pass {
    long run(ByteBuffer buffer) throws Exception;
  }

  private static double rate(int threads, Pass pass) throws Exception {
    List<Future<Long>> passes = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      passes.add(
          CacheFixture.EFFECTS.executor().submit(() -> pass.run(ByteBuffer.allocateDirect(LARGE))));
    }
    long bytes = 0;
    for (Future<Long> each : passes) {
      bytes += each.get();
    }
    return bytes * 1e3 / (System.nanoTime() - start);
  }

  private static long cached(WriteBackBlockStore cache, ByteBuffer buffer) throws Exception {
    long bytes = 0;
    for (int i = 0; i < LARGE_BLOCKS; i++) {
      bytes += cache.read(BlockKey.of("large/" + i), ByteRange.ALL, buffer.clear()).length();
    }
    return bytes;
  }

  private static long bare(List<Path> files, ByteBuffer buffer) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file)) {
        for (int read = channel.read(buffer.clear()); read >= 0; ) {
          bytes += read;
          read = channel.read(buffer.clear());
        }
      }
    }
    return bytes;
  }
}
