package io.blocktier.benchmarks.jmh;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.cache.CacheOptions;
import io.blocktier.cache.IndexKind;
import io.blocktier.cache.ReadOptions;
import io.blocktier.cache.WriteBackBlockStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A block of the cache: read from memory, read from its disk, written and acknowledged at LOCAL.
 */
@State(Scope.Benchmark)
public class CacheBenchmark {

  private static final BlockKey KEY = BlockKey.of("some/key/of/a/block");

  /** How long a block is. */
  @Param({"4096", "65536"})
  public int size;

  private final Effects effects = Effects.ofSystem();
  private Path directory = Path.of("");

  /** One with memory, and one without, whose reads all go to its disk. */
  private List<WriteBackBlockStore> caches = List.of();

  private byte[] bytes = new byte[0];

  /** Makes a benchmark. */
  public CacheBenchmark() {}

  /** A buffer of each reader. */
  @State(Scope.Thread)
  public static class Reader {
    private final ByteBuffer target = ByteBuffer.allocateDirect(1 << 20);

    /** Makes a reader. */
    public Reader() {}
  }

  /**
   * Fills both caches.
   *
   * @throws IOException if the disk fails
   */
  @Setup
  public void open() throws IOException {
    directory = ScratchDirectory.create();
    bytes = new byte[size];
    caches = List.of(open("with", 64 << 20), open("without", 0));
    for (WriteBackBlockStore cache : caches) {
      Blocks.write(cache, KEY, bytes);
      cache.flush(KeyPrefix.ALL);
    }
  }

  private WriteBackBlockStore open(String name, long memory) throws IOException {
    CacheOptions options =
        new CacheOptions(
            directory.resolve(name),
            10L << 30,
            2_000_000,
            IndexKind.AUTO,
            1L << 30,
            16 << 20,
            Durability.LOCAL,
            Duration.ofSeconds(30),
            16,
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            new ReadOptions(memory, 1 << 20, 2 << 20, 16 << 20, 64 << 20));
    return WriteBackBlockStore.open(new InMemoryBlockStore(effects), options, effects);
  }

  /**
   * Closes both.
   *
   * @throws IOException if the disk fails
   */
  @TearDown
  public void close() throws IOException {
    for (WriteBackBlockStore cache : caches) {
      cache.close();
    }
    effects.executor().close();
    ScratchDirectory.delete(directory);
  }

  /**
   * Finds a block in memory.
   *
   * @param reader has the buffer
   * @return what was read
   * @throws IOException if it is not there
   */
  @Benchmark
  public BlockRead memoryHit(Reader reader) throws IOException {
    return caches.getFirst().read(KEY, ByteRange.ALL, reader.target.clear());
  }

  /**
   * Finds a block on the disk, whose pages are in memory.
   *
   * @param reader has the buffer
   * @return what was read
   * @throws IOException if it is not there
   */
  @Benchmark
  public BlockRead diskHit(Reader reader) throws IOException {
    return caches.getLast().read(KEY, ByteRange.ALL, reader.target.clear());
  }

  /**
   * Writes a block and waits until it is safe from a power cut; with -t, many commit together.
   *
   * @return the receipt
   * @throws IOException if the disk fails
   */
  @Benchmark
  public Receipt acknowledgedWrite() throws IOException {
    return caches.getLast().write(KEY, Content.of(bytes), WriteOptions.DEFAULT);
  }
}
