package io.blocktier.benchmarks.jmh;

import io.blocktier.benchmarks.data.DataGenerator;
import io.blocktier.benchmarks.data.DataShape;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How fast blocks are made, beside a bare copy of as many bytes: what memory does. */
@State(Scope.Thread)
public class DataBenchmark {

  /** How long a block is. */
  @Param({"4096", "1048576"})
  public int size;

  /** How many times smaller LZ4 makes it. */
  @Param({"1", "2"})
  public double compression;

  private DataGenerator generator = new DataGenerator(DataShape.RANDOM, 1, 8);
  private ByteBuffer source = ByteBuffer.allocate(0);
  private ByteBuffer target = ByteBuffer.allocate(0);
  private long block;

  /** Makes a benchmark. */
  public DataBenchmark() {}

  /** Makes room. */
  @Setup
  public void prepare() {
    generator = new DataGenerator(new DataShape(compression, 1), 1, size);
    source = ByteBuffer.allocateDirect(size);
    target = ByteBuffer.allocateDirect(size);
  }

  /**
   * Makes one block.
   *
   * @return its bytes
   */
  @Benchmark
  public ByteBuffer generate() {
    generator.fill(block++, target.clear());
    return target;
  }

  /**
   * Copies one block.
   *
   * @return its bytes
   */
  @Benchmark
  public ByteBuffer copy() {
    return target.clear().put(source.clear());
  }
}
