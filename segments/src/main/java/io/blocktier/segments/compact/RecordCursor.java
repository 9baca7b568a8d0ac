package io.blocktier.segments.compact;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordScan;

/** The records of a segment. Whoever makes one closes it. For one thread. */
final class RecordCursor implements KeyMerge.Cursor, AutoCloseable {

  private static final RecordKey NONE = RecordKey.of("-");

  private final RecordScan scan;
  private RecordKey key = NONE;

  RecordCursor(RecordScan scan) {
    this.scan = scan;
  }

  @Override
  public boolean next() throws BlockStoreException {
    boolean more = scan.next();
    if (more) {
      key = scan.key();
    }
    return more;
  }

  @Override
  public RecordKey key() {
    return key;
  }

  @Override
  public long sequence() {
    return scan.sequence();
  }

  /** The record where it is. */
  RecordScan scan() {
    return scan;
  }

  @Override
  public void close() {
    scan.close();
  }
}
