package io.blocktier.benchmarks.growth;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.objects.SegmentStores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Segments of 256 KiB on a store in memory: a hundred times the records are as many segments. */
final class GrownSegments implements Grown {

  /** What is done once. */
  enum Operations {
    GET,
    LIST,
    SCAN
  }

  private static final int BYTES = 256;
  private static final int BATCH = 500;
  private static final int SEGMENT_BYTES = 256 << 10;

  private final Operations operation;
  private final Effects effects = Effects.ofSystem();
  private final SegmentManager segments;

  GrownSegments(Operations operation, Path directory) throws BlockStoreException {
    this.operation = operation;
    this.segments =
        SegmentManager.open(
            new SegmentStores(new InMemoryBlockStore(effects), Optional.empty()),
            SegmentsOptions.of(directory.resolve("log"), "records/")
                .sealingAt(SEGMENT_BYTES, Duration.ofMinutes(5)),
            effects);
  }

  private static RecordKey key(int number) {
    return RecordKey.of(String.format(Locale.ROOT, "account/%08d", number));
  }

  @Override
  public void fill(int records) throws BlockStoreException {
    byte[] bytes = new byte[BYTES];
    effects.random().nextBytes(bytes);
    for (int from = 0; from < records; from += BATCH) {
      Batch batch = new Batch();
      for (int i = from; i < Math.min(records, from + BATCH); i++) {
        batch.put(key(i), ByteBuffer.wrap(bytes));
      }
      segments.write(batch);
    }
    segments.flush();
  }

  @Override
  public long once(int number) throws IOException {
    return switch (operation) {
      case GET -> get(number);
      case LIST -> segments.listSegments().size();
      case SCAN -> scan();
    };
  }

  private long get(int number) throws IOException {
    if (segments.get(key(number)).isEmpty()) {
      throw new IOException("record " + number + " is lost");
    }
    return 1;
  }

  private long scan() throws BlockStoreException {
    long records = 0;
    try (RecordCursor cursor = segments.scan(KeyRange.ALL)) {
      while (cursor.next()) {
        records += cursor.value().remaining() > 0 ? 1 : 0;
      }
    }
    return records;
  }

  @Override
  public void close() throws BlockStoreException {
    segments.close();
    effects.executor().close();
  }
}
