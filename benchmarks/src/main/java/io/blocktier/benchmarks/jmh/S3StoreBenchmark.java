package io.blocktier.benchmarks.jmh;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.s3.S3StoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Calls of the S3 store with all its layers, over loopback, against answers that never change. */
@State(Scope.Benchmark)
public class S3StoreBenchmark {

  private static final BlockKey KEY = BlockKey.of("share1/content123/chunk-0/block-0");

  /** The size of a block. */
  @Param({"4096", "1048576"})
  public int bytes = 4096;

  private final Effects effects = Effects.ofSystem();
  private final S3StoreProvider provider = new S3StoreProvider();
  private ByteBuffer target = ByteBuffer.allocate(0);
  private Content content = Content.of(target);
  private Optional<CannedAnswers> server = Optional.empty();
  private Optional<BlockStore> store = Optional.empty();

  /** Makes a benchmark. */
  public S3StoreBenchmark() {}

  /**
   * Starts the server, and opens the store.
   *
   * @throws IOException if there is no port
   */
  @Setup
  public void open() throws IOException {
    byte[] block = new byte[bytes];
    effects.random().nextBytes(block);
    target = ByteBuffer.allocate(bytes);
    content = Content.of(block);
    CannedAnswers answers = new CannedAnswers(block);
    server = Optional.of(answers);
    Map<String, String> settings =
        Map.of(
            "bucket", "bucket",
            "region", "us-east-1",
            "endpoint", answers.endpoint(),
            "access_key_id", "benchmark",
            "secret_access_key", "benchmark");
    store = Optional.of(provider.open(Settings.parse(provider.settings(), settings), effects));
  }

  /**
   * Ends all that was started.
   *
   * @throws IOException if the server cannot be closed
   */
  @TearDown
  public void close() throws IOException {
    store.orElseThrow().close();
    server.orElseThrow().close();
    effects.executor().close();
  }

  /**
   * Reads a block.
   *
   * @return what was read
   * @throws BlockStoreException if the answer is not understood
   */
  @Benchmark
  public BlockRead read() throws BlockStoreException {
    return store.orElseThrow().read(KEY, ByteRange.ALL, target.clear());
  }

  /**
   * Writes a block.
   *
   * @return the receipt
   * @throws BlockStoreException if the answer is not understood
   */
  @Benchmark
  public Receipt write() throws BlockStoreException {
    return store.orElseThrow().write(KEY, content, WriteOptions.DEFAULT);
  }
}
