package io.blocktier.segments.compact;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.KeyScan;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentStores;

/** The keys of a segment, by its index. For one thread. */
class IndexCursor implements KeyMerge.Cursor {

  private static final RecordKey NONE = RecordKey.of("-");

  private final KeyScan scan;
  private RecordKey key = NONE;

  /**
   * Opens a segment.
   *
   * @param mostBytes of its key index that may be in memory; where it is larger, it is read in
   *     pieces, and only known to be sound when its last key was shown
   */
  IndexCursor(SegmentEntry entry, SegmentFormat format, SegmentStores stores, long mostBytes)
      throws BlockStoreException {
    BlockStore store = stores.of(entry.object().tier());
    this.scan =
        entry.content().tailBytes() <= mostBytes
            ? format.open(store, SegmentEntries.handle(entry)).keys(KeyRange.ALL)
            : format.open(store, SegmentEntries.handleWithoutKeys(entry)).keysInPieces(mostBytes);
  }

  @Override
  public boolean next() throws BlockStoreException {
    boolean more = scan.next();
    if (more) {
      key = RecordKey.ofUtf8(scan.keyBytes(), 0, scan.keyLength());
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

  /** The key index where it is. */
  KeyScan scan() {
    return scan;
  }
}
