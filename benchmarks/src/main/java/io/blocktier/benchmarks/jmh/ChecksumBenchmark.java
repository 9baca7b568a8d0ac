package io.blocktier.benchmarks.jmh;

import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** CRC32C, which every record and frame has. */
@State(Scope.Thread)
public class ChecksumBenchmark {

  /** How many bytes. */
  @Param({"256", "4096", "65536"})
  public int size;

  private byte[] bytes = new byte[0];

  /** Makes a benchmark. */
  public ChecksumBenchmark() {}

  /** Makes the bytes. */
  @Setup
  public void fill() {
    bytes = new byte[size];
  }

  /**
   * Sums up one block.
   *
   * @return the sum
   */
  @Benchmark
  public long crc32c() {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return crc.getValue();
  }
}
