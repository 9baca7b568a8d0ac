package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.RecordPart;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads what is committed, as it was a bounded time ago at most: whoever reads after that looks for
 * a newer manifest first, by two small requests. Thread-safe.
 */
final class SealedRecords implements PackedRecords {

  private final ReadOnlySegments segments;
  private final Ticker ticker;
  private final long staleNanos;
  private volatile long lookedNanos;

  /** Takes segments that were looked for just now. */
  SealedRecords(ReadOnlySegments segments, Ticker ticker, Duration stale) {
    this.segments = segments;
    this.ticker = ticker;
    this.staleNanos = stale.toNanos();
    this.lookedNanos = ticker.nanos();
  }

  @Override
  public Optional<RecordPart> get(RecordKey key, ByteRange range) throws BlockStoreException {
    refreshIfStale();
    return segments.newest().get(key, range);
  }

  @Override
  public RecordCursor scan(KeyRange range) throws BlockStoreException {
    refreshIfStale();
    return segments.newest().scan(range);
  }

  private void refreshIfStale() throws BlockStoreException {
    if (ticker.nanos() - lookedNanos >= staleNanos) {
      refresh();
    }
  }

  /** What was committed before this was called is seen from then on. */
  @Override
  public void refresh() throws BlockStoreException {
    long now = ticker.nanos();
    segments.refresh();
    lookedNanos = now;
  }
}
