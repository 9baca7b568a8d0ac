package io.blocktier.segments.figures;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.local.LocalStoreProvider;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Settings;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.Lz4;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordScan;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.format.SegmentIdentity;
import io.blocktier.segments.format.SegmentOptions;
import io.blocktier.segments.format.SegmentReader;
import io.blocktier.segments.format.SegmentSummary;
import io.blocktier.segments.format.SegmentWriter;
import io.blocktier.segments.format.TestReadAhead;
import io.blocktier.segments.format.Verification;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Measures segments of 64 MiB beside the libraries they use and the store they lie in. Run by hand:
 * {@code java … io.blocktier.segments.figures.SegmentFigures /some/directory}.
 */
final class SegmentFigures {

  private static final int ROUNDS = 15;
  private static final int RECORDS = 64 << 10;
  private static final int RECORD_BYTES = 1024;
  private static final int VALUE_BYTES = RECORD_BYTES - 31;
  private static final int POINT_READS = 4000;
  private static final int RAW_READ_BYTES = 4 << 20;
  private static final BlockKey BLOCK = BlockKey.of("segment");

  private final BlockStore store;
  private final Effects effects;
  private final Lz4 lz4 = Lz4.fastest();

  private SegmentFigures(BlockStore store, Effects effects) {
    this.store = store;
    this.effects = effects;
  }

  /** Something to measure. */
  private interface Work {
    long run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    Effects effects = Effects.ofSystem();
    LocalStoreProvider files = new LocalStoreProvider();
    Map<String, String> settings =
        Map.of("path", Path.of(args[0]).toAbsolutePath().toString(), "sync", "false");
    try (BlockStore store = files.open(Settings.parse(files.settings(), settings), effects)) {
      SegmentFigures figures = new SegmentFigures(store, effects);
      figures.run("text", true);
      figures.run("noise", false);
    }
    effects.executor().close();
  }

  private void run(String what, boolean compressible) throws Exception {
    List<byte[]> values = values(compressible);
    Libraries libraries = new Libraries(values);
    double pack = megabytes(what + ": libraries LZ4 + CRC-32C, packing", libraries::pack);
    double hash = megabytes(what + ": library SHA-256 of 1 KiB", () -> libraries.hash(1024));
    double unpack = megabytes(what + ": libraries CRC-32C + LZ4, unpacking", libraries::unpack);

    SegmentFormat format = format(Verification.ROOT);
    SegmentSummary summary = write(format, values);
    double rawWrite = rawWrite(what, summary);
    double write = megabytes(what + ": write", () -> write(format, values).bytes());
    System.out.printf(
        Locale.ROOT,
        "   of LZ4 + CRC-32C + SHA-256 + writing the block, in sequence: %.2f%n",
        write * (1 / pack + 1 / hash + 1 / rawWrite));
    double raw = rawScan(what, summary);
    double logical = raw * RECORDS * RECORD_BYTES / summary.bytes();
    for (Verification verification : Verification.values()) {
      SegmentReader reader = format(verification).open(store, summary.handle());
      double scan = megabytes(what + ": scan, " + verification, () -> scan(reader));
      System.out.printf(
          Locale.ROOT,
          "   of unpacking: %.2f; of reading the block: %.2f%n",
          scan / unpack,
          scan / logical);
      points(what, verification, reader);
    }
    rawPoints(what, summary);
    opening(what, format, summary);
  }

  private SegmentFormat format(Verification verification) {
    SegmentOptions options = SegmentOptions.DEFAULT.verifying(verification, verification);
    return new SegmentFormat(options, lz4, effects.clock(), TestReadAhead.by(effects.executor()));
  }

  private static List<byte[]> values(boolean compressible) {
    Random random = new Random(1);
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      byte[] value = new byte[VALUE_BYTES];
      random.nextBytes(value);
      for (int at = 0; compressible && at < VALUE_BYTES; at++) {
        value[at] =
            at % 40 < 25 ? (byte) "\"account\":\"balance\",\"at\":".charAt(at % 40) : value[at];
      }
      values.add(value);
    }
    return values;
  }

  private static RecordKey key(int number) {
    return RecordKey.of(String.format(Locale.ROOT, "account/%08d", number));
  }

  private SegmentSummary write(SegmentFormat format, List<byte[]> values) throws Exception {
    try (SegmentWriter writer =
        format.write(store, BLOCK, new SegmentIdentity(1, 1), WriteOptions.DEFAULT)) {
      for (int i = 0; i < RECORDS; i++) {
        writer.put(KEYS.get(i), i, RecordEntry.NEVER, ByteBuffer.wrap(values.get(i)));
      }
      return writer.finish();
    }
  }

  private static final List<RecordKey> KEYS = keys();

  private static List<RecordKey> keys() {
    List<RecordKey> keys = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      keys.add(key(i));
    }
    return keys;
  }

  private static long scan(SegmentReader reader) throws Exception {
    long bytes = 0;
    try (RecordScan scan = reader.scan(KeyRange.ALL)) {
      while (scan.next()) {
        bytes += scan.valueBytes();
      }
    }
    return bytes;
  }

  private double rawWrite(String what, SegmentSummary summary) throws Exception {
    ByteBuffer block = Blocks.readAll(store, summary.block());
    BlockKey copy = BlockKey.of("copy");
    return megabytes(
        what + ": writing the block as it is (of records)",
        () -> store.write(copy, Content.of(block), WriteOptions.DEFAULT).size());
  }

  private double rawScan(String what, SegmentSummary summary) throws Exception {
    ByteBuffer target = ByteBuffer.allocate(RAW_READ_BYTES);
    double all =
        megabytes(
            what + ": reading the block as it is (of records)",
            () -> {
              for (long at = 0; at < summary.bytes(); at += RAW_READ_BYTES) {
                store.read(BLOCK, ByteRange.of(at, RAW_READ_BYTES), target.clear());
              }
              return summary.bytes();
            });
    System.out.printf(
        Locale.ROOT,
        "   stored %.2f of the records%n",
        (double) summary.bytes() / ((long) RECORDS * RECORD_BYTES));
    return all * summary.bytes() / ((long) RECORDS * RECORD_BYTES);
  }

  private void points(String what, Verification verification, SegmentReader reader)
      throws Exception {
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(2);
    double micros = 0;
    long allocated = 0;
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long bytes = thread.getCurrentThreadAllocatedBytes();
      long begin = System.nanoTime();
      for (int i = 0; i < POINT_READS; i++) {
        found += reader.get(KEYS.get(random.nextInt(RECORDS))).isPresent() ? 1 : 0;
      }
      micros = (System.nanoTime() - begin) / 1e3 / POINT_READS;
      allocated = (thread.getCurrentThreadAllocatedBytes() - bytes) / POINT_READS;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: point read, %s: %.1f us, %d bytes allocated, %d found%n",
        what,
        verification,
        micros,
        allocated,
        found);
  }

  private void rawPoints(String what, SegmentSummary summary) throws Exception {
    int frame = (int) (summary.storedBytes() / summary.frames());
    ByteBuffer target = ByteBuffer.allocate(frame);
    Random random = new Random(2);
    double micros = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      for (int i = 0; i < POINT_READS; i++) {
        long at = random.nextLong(summary.storedBytes() - frame);
        store.read(BLOCK, ByteRange.of(at, frame), target.clear());
      }
      micros = (System.nanoTime() - begin) / 1e3 / POINT_READS;
    }
    System.out.printf(
        Locale.ROOT, "%s: reading %d bytes as they are: %.1f us%n", what, frame, micros);
  }

  private void opening(String what, SegmentFormat format, SegmentSummary summary) throws Exception {
    double[] millis = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      format.open(store, summary.handle());
      millis[round] = (System.nanoTime() - begin) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%s: opening %.2f ms, footer %d bytes, %d of them without the key index%n",
        what,
        millis[ROUNDS / 2],
        summary.tailBytes(),
        summary.footerBytes());
  }

  /** Prints how many MB of records a second, in the median of the rounds. */
  private static double megabytes(String what, Work work) throws Exception {
    double[] rates = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      long result = work.run();
      double seconds = (System.nanoTime() - begin) / 1e9;
      rates[round] = (long) RECORDS * RECORD_BYTES / 1e6 / seconds;
      if (result == 42) {
        System.out.println("the result is used");
      }
    }
    Arrays.sort(rates);
    System.out.printf(Locale.ROOT, "%s: %.0f MB/s%n", what, rates[ROUNDS / 2]);
    return rates[ROUNDS / 2];
  }
}
