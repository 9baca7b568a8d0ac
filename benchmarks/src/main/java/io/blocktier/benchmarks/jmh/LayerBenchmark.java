package io.blocktier.benchmarks.jmh;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.layer.GuardedBlockStore;
import io.blocktier.blockstore.layer.MeteredBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What layers that every call goes through add to a call of a store in memory. */
@State(Scope.Benchmark)
public class LayerBenchmark {

  private static final BlockKey KEY = BlockKey.of("share1/content123/chunk-0/block-0");
  private static final int BYTES = 256;

  /** What is around the store. */
  public enum Around {
    /** Nothing. */
    BARE,
    /** Meters. */
    METERED,
    /** Checks of capabilities and limits. */
    GUARDED,
    /** Both, meters outside. */
    BOTH
  }

  /** What is around the store. */
  @Param public Around around = Around.BARE;

  private final Effects effects = Effects.ofSystem();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ByteBuffer target = ByteBuffer.allocate(BYTES);
  private BlockStore store = new InMemoryBlockStore(effects);

  /** Makes a benchmark. */
  public LayerBenchmark() {}

  /**
   * Wraps the store, and writes a block.
   *
   * @throws BlockStoreException never
   */
  @Setup
  public void wrap() throws BlockStoreException {
    store =
        switch (around) {
          case BARE -> store;
          case METERED -> new MeteredBlockStore(store, registry, "benchmark");
          case GUARDED -> new GuardedBlockStore(store);
          case BOTH -> new MeteredBlockStore(new GuardedBlockStore(store), registry, "benchmark");
        };
    Blocks.write(store, KEY, new byte[BYTES]);
  }

  /**
   * Ends the threads.
   *
   * @throws BlockStoreException never
   */
  @TearDown
  public void close() throws BlockStoreException {
    store.close();
    effects.executor().close();
  }

  /**
   * Reads a block.
   *
   * @return what was read
   * @throws BlockStoreException never
   */
  @Benchmark
  public BlockRead read() throws BlockStoreException {
    return store.read(KEY, ByteRange.ALL, target.clear());
  }

  /**
   * Asks for a block.
   *
   * @return its version
   * @throws BlockStoreException never
   */
  @Benchmark
  public BlockStat stat() throws BlockStoreException {
    return store.stat(KEY);
  }
}
