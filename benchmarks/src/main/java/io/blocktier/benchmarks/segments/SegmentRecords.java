package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.compact.CompactionPolicy;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentStores;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Segments over a local store. */
final class SegmentRecords implements RecordStore {

  private static final int OBJECT_READ_BYTES = 4 << 20;

  private final Path directory;
  private final Effects effects = Effects.ofSystem();
  private final BlockStore store;
  private final ByteBuffer target = ByteBuffer.allocate(OBJECT_READ_BYTES);
  private SegmentManager segments;

  SegmentRecords(Path directory) throws BlockStoreException {
    this.directory = directory;
    this.store = LocalBackend.open(directory, effects);
    this.segments = opened();
  }

  private SegmentManager opened() throws BlockStoreException {
    return SegmentManager.open(
        new SegmentStores(store, Optional.empty()),
        SegmentsOptions.of(directory.resolve("log"), "records/"),
        effects);
  }

  private static RecordKey key(int number) {
    return RecordKey.of(SegmentsCell.key(number));
  }

  @Override
  public void put(int number, byte[] value) throws BlockStoreException {
    segments.put(key(number), ByteBuffer.wrap(value));
  }

  @Override
  public void putAll(List<Integer> numbers, List<byte[]> values) throws BlockStoreException {
    Batch batch = new Batch();
    for (int i = 0; i < numbers.size(); i++) {
      batch.put(key(numbers.get(i)), ByteBuffer.wrap(values.get(i)));
    }
    segments.write(batch);
  }

  @Override
  public void settle() throws BlockStoreException {
    segments.flush();
  }

  @Override
  public void reopen() throws BlockStoreException {
    segments.close();
    segments = opened();
  }

  @Override
  public int read(int number) throws BlockStoreException {
    return segments.get(key(number)).map(record -> record.value().remaining()).orElse(0);
  }

  @Override
  public long scan() throws BlockStoreException {
    long records = 0;
    try (RecordCursor cursor = segments.scan(KeyRange.ALL)) {
      while (cursor.next()) {
        records += cursor.value().remaining() == SegmentsCell.VALUE ? 1 : 0;
      }
    }
    return records;
  }

  /** Reads all objects of segments in their order; returns how many records are in them. */
  long readObjects() throws BlockStoreException {
    long records = 0;
    for (SegmentEntry segment : segments.listSegments()) {
      long size = segment.content().bytes();
      for (long at = 0; at < size; at += target.capacity()) {
        ByteRange range = ByteRange.of(at, Math.min(target.capacity(), size - at));
        store.read(segment.object().key(), range, target.clear());
      }
      records += segment.content().records();
    }
    return records;
  }

  @Override
  public void compact() throws BlockStoreException {
    segments.compact(CompactionPolicy.DEFAULT, false);
  }

  @Override
  public DurableLag lag() {
    return DurableLag.unbounded("in a segment when it is full, or five minutes old");
  }

  @Override
  public void close() throws BlockStoreException {
    segments.close();
    store.close();
    effects.executor().close();
  }
}
