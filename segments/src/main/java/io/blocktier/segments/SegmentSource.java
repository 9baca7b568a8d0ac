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
  private RecordKey key;

  SegmentSource(Sealed segment, KeyRange range, Readers readers, int batchBytes) {
    this.segment = segment;
    this.range = range;
    this.readers = readers;
    this.batchBytes = batchBytes;
    this.key = segment.least();
  }

  @Override
  public boolean advance() throws BlockStoreException {
    RecordScan records = scan;
    if (records == null) {
      records = readers.of(segment.entry()).scan(range, batchBytes);
      readers.used(segment.entry());
      scan = records;
    }
    boolean more = records.next();
    if (more) {
      key = records.key();
    }
    return more;
  }

  @Override
  public boolean isOnRecord() {
    return scan != null;
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
    return key;
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
