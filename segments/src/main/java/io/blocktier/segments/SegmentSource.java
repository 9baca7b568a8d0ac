package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.Catalog.Sealed;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.format.RecordScan;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of a segment, which is opened when its first key may be the next one. */
final class SegmentSource implements RecordSource {

  private final Sealed segment;
  private final KeyRange range;
  private final Readers readers;
  private final int batchBytes;
  private @Nullable RecordScan scan;
  private boolean prepared;
  private boolean begun;

  /** Of what is shown, once somebody asked for it; at first the least that may come. */
  private @Nullable RecordKey key;

  SegmentSource(Sealed segment, KeyRange range, Readers readers, int batchBytes) {
    this.segment = segment;
    this.range = range;
    this.readers = readers;
    this.batchBytes = batchBytes;
    this.key = segment.least();
  }

  @Override
  public boolean advance() throws BlockStoreException {
    RecordScan records = opened();
    if (!begun) {
      readers.used(segment.entry());
      begun = true;
    }
    key = null;
    return records.next();
  }

  private RecordScan opened() throws BlockStoreException {
    RecordScan records = scan;
    if (records == null) {
      records = readers.of(segment.entry()).scan(range, batchBytes);
      scan = records;
    }
    return records;
  }

  @Override
  public boolean isEnding() {
    return scan().isEnding();
  }

  @Override
  public void prepare() {
    if (prepared || begun || !readers.isOpen(segment.entry())) {
      return;
    }
    prepared = true;
    try {
      opened().prepare();
    } catch (BlockStoreException e) {
      // the scan may end before this segment; if it does not, the first advance tries again
    }
  }

  @Override
  public boolean isOnRecord() {
    return begun;
  }

  private RecordScan scan() {
    RecordScan records = scan;
    if (records == null) {
      throw new NoSuchElementException("no record is shown");
    }
    return records;
  }

  @Override
  public RecordKey key() {
    RecordKey known = key;
    if (known == null) {
      known = scan().key();
      key = known;
    }
    return known;
  }

  @Override
  public int compareKeyTo(RecordKey other) {
    RecordKey known = key;
    return known == null ? scan().compareKeyTo(other) : known.compareTo(other);
  }

  @Override
  public boolean endsBefore(RecordKey other) {
    return segment.greatest().compareTo(other) < 0;
  }

  @Override
  public long sequence() {
    return scan().sequence();
  }

  @Override
  public RecordKind kind() {
    return scan().kind();
  }

  @Override
  public long expiresAt() {
    return scan().expiresAt();
  }

  @Override
  public ByteBuffer value() throws BlockStoreException {
    return scan().value().asReadOnlyBuffer();
  }

  @Override
  public void close() {
    RecordScan records = scan;
    if (records != null) {
      records.close();
    }
  }
}
