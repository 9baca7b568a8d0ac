package io.blocktier.benchmarks.jmh;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.cache.index.HeapIndex;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Position;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The index of a cache on the heap: where a block is, and that it is somewhere else now. */
@State(Scope.Benchmark)
public class IndexBenchmark {

  private static final int ASKED_FOR = 1 << 14;

  /** How many blocks there are. */
  @Param({"10000", "1000000"})
  public int blocks;

  private HeapIndex index = new HeapIndex(1);
  private BlockKey[] keys = new BlockKey[0];

  /** Makes a benchmark. */
  public IndexBenchmark() {}

  /** Where a thread is in the order of keys. */
  @State(Scope.Thread)
  public static class Walk {
    private int at;

    /** Begins. */
    public Walk() {}

    private int next() {
      at = (at + 7919) & (ASKED_FOR - 1);
      return at;
    }
  }

  /**
   * Fills the index.
   *
   * @throws IOException never
   */
  @Setup
  public void fill() throws IOException {
    index = new HeapIndex(2L * blocks);
    for (int i = 0; i < blocks; i++) {
      index.put(key(i), entry(i));
    }
    int apart = Math.max(1, blocks / ASKED_FOR);
    keys =
        IntStream.range(0, ASKED_FOR)
            .mapToObj(i -> key(i * apart % blocks))
            .toArray(BlockKey[]::new);
  }

  private static BlockKey key(int number) {
    return BlockKey.of("some/key/of/a/block-" + number);
  }

  private static IndexEntry entry(int number) {
    return new IndexEntry(
        number + 1L, (byte) 1, new Position(1, number % (1 << 20), 4096, number), 1_000_000);
  }

  /**
   * Finds a block.
   *
   * @param walk says which
   * @return where it is
   * @throws IOException never
   */
  @Benchmark
  public Optional<IndexEntry> find(Walk walk) throws IOException {
    return index.find(keys[walk.next()]);
  }

  /**
   * Moves a block.
   *
   * @param walk says which
   * @return where it was
   * @throws IOException never
   */
  @Benchmark
  public Optional<IndexEntry> put(Walk walk) throws IOException {
    int at = walk.next();
    return index.put(keys[at], entry(at));
  }
}
