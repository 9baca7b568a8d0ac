package io.blocktier.benchmarks.jmh;

import io.blocktier.benchmarks.data.DataGenerator;
import io.blocktier.benchmarks.data.DataShape;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.Lz4;
import io.blocktier.segments.format.ReadAhead;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordScan;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentIdentity;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.format.SegmentRecord;
import io.blocktier.segments.format.SegmentSummary;
import io.blocktier.segments.format.SegmentWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Segments of 4 MiB, of records of 1 KiB that compress to half, on a store in memory: packed into
 * frames, scanned, and one record decoded; beside the libraries alone over as many bytes.
 */
@State(Scope.Benchmark)
public class SegmentBenchmark {

  private static final int RECORDS = 4096;
  private static final int RECORD_BYTES = 1024;
  private static final int FRAME_BYTES = 64 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final BlockKey BLOCK = BlockKey.of("segment");

  private final Effects effects = Effects.ofSystem();
  private final InMemoryBlockStore store = new InMemoryBlockStore(effects);
  private final SegmentFormat format =
      new SegmentFormat(
          SegmentOptions.DEFAULT,
          Lz4.fastest(),
          effects.clock(),
          ReadAhead.by(effects, Signals.ofThreads(effects), PATIENCE));
  private final List<RecordKey> keys = new ArrayList<>();
  private final List<byte[]> values = new ArrayList<>();
  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final byte[] frames = new byte[RECORDS * RECORD_BYTES];
  private final byte[] packed = new byte[2 * FRAME_BYTES];
  private Optional<SegmentReader> reader = Optional.empty();
  private int at;

  /** Makes a benchmark. */
  public SegmentBenchmark() {}

  /**
   * Makes records, and a segment of them.
   *
   * @throws IOException never
   */
  @Setup
  public void fill() throws IOException {
    DataGenerator generator = new DataGenerator(new DataShape(2, 1), 1, RECORD_BYTES);
    for (int i = 0; i < RECORDS; i++) {
      keys.add(RecordKey.of(String.format(Locale.ROOT, "account/%08d", i)));
      values.add(generator.block(i));
      System.arraycopy(values.get(i), 0, frames, i * RECORD_BYTES, RECORD_BYTES);
    }
    reader = Optional.of(format.open(store, write().handle()));
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    effects.executor().close();
  }

  /**
   * Packs a segment, and writes it to memory.
   *
   * @return what it came to
   * @throws IOException never
   */
  @Benchmark
  public SegmentSummary write() throws IOException {
    try (SegmentWriter writer =
        format.write(store, BLOCK, new SegmentIdentity(1, 1), WriteOptions.DEFAULT)) {
      for (int i = 0; i < RECORDS; i++) {
        writer.put(keys.get(i), i, RecordEntry.NEVER, ByteBuffer.wrap(values.get(i)));
      }
      return writer.finish();
    }
  }

  /**
   * Compresses and sums up as many bytes in frames as large.
   *
   * @return how many bytes they came to
   */
  @Benchmark
  public long librariesPack() {
    long bytes = 0;
    CRC32C crc = new CRC32C();
    for (int from = 0; from < frames.length; from += FRAME_BYTES) {
      int length = compressor.compress(frames, from, FRAME_BYTES, packed, 0, packed.length);
      crc.update(packed, 0, length);
      bytes += length;
    }
    return bytes ^ crc.getValue();
  }

  /**
   * Reads all records.
   *
   * @return how many bytes they have
   * @throws IOException never
   */
  @Benchmark
  public long scan() throws IOException {
    long bytes = 0;
    try (RecordScan scan = reader.orElseThrow().scan(KeyRange.ALL)) {
      while (scan.next()) {
        bytes += scan.value().remaining();
      }
    }
    return bytes;
  }

  /**
   * Decodes one record.
   *
   * @return the record
   * @throws IOException never
   */
  @Benchmark
  public Optional<SegmentRecord> get() throws IOException {
    at = (at + 997) & (RECORDS - 1);
    return reader.orElseThrow().get(keys.get(at));
  }
}
