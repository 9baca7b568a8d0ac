package io.blocktier.benchmarks.jmh;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ByteRange;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What every call begins with: a key that is checked, and a range that is fitted to a block. */
@State(Scope.Thread)
public class KeyBenchmark {

  private String text = "tables/orders/2026-11-22/part-00017.parquet";
  private String accented = "tables/größe/2026-11-22/part-00017.parquet";
  private long offset = 4096;
  private long size = 1 << 20;

  /** Makes a benchmark. */
  public KeyBenchmark() {}

  /**
   * Checks a key of ASCII.
   *
   * @return the key
   */
  @Benchmark
  public BlockKey keyOfAscii() {
    return BlockKey.of(text);
  }

  /**
   * Checks a key that is longer in UTF-8 than it looks.
   *
   * @return the key
   */
  @Benchmark
  public BlockKey keyOfMore() {
    return BlockKey.of(accented);
  }

  /**
   * Fits a range.
   *
   * @return how many bytes it comes to
   */
  @Benchmark
  public long range() {
    return ByteRange.of(offset, size).clampedLength(size);
  }
}
