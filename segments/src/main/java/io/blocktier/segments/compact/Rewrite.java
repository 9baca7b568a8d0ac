package io.blocktier.segments.compact;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.format.RecordScan;
import io.blocktier.segments.format.SegmentFormat;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.objects.Pace;
import io.blocktier.segments.objects.SegmentEntries;
import io.blocktier.segments.objects.SegmentStores;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges the records of segments: of each key the newest stays, unless a segment outside has a
 * newer one, or it says that there is nothing, and hides nothing. Streams: holds three batches of
 * each input, and the key indexes of witnesses. For one run.
 */
final class Rewrite implements AutoCloseable {

  /** Between two looks at the pace: so few that a pause is short, so many that it is rare. */
  private static final int PACED_BYTES = 256 << 10;

  private final List<KeyMerge.Cursor> sources = new ArrayList<>();
  private final List<RecordCursor> open = new ArrayList<>();
  private final HiddenRecords hidden;
  private final long nowMillis;
  private final Pace pace;
  private long shadowed;
  private long over;
  private long unpaced;

  Rewrite(HiddenRecords hidden, long nowMillis, Pace pace) {
    this.hidden = hidden;
    this.nowMillis = nowMillis;
    this.pace = pace;
  }

  long shadowed() {
    return shadowed;
  }

  long over() {
    return over;
  }

  /** Begins to read inputs. */
  void open(List<SegmentEntry> inputs, SegmentFormat format, BlockStore store)
      throws BlockStoreException {
    for (SegmentEntry entry : inputs) {
      open.add(
          new RecordCursor(
              format.open(store, SegmentEntries.handleWithoutKeys(entry)).scan(KeyRange.ALL)));
    }
    sources.addAll(open);
  }

  /** Reads the key indexes of witnesses. */
  void hear(Witnesses witnesses, SegmentFormat format, SegmentStores stores)
      throws BlockStoreException {
    for (SegmentEntry entry : witnesses.entries()) {
      sources.add(new IndexCursor(entry, format, stores, Long.MAX_VALUE));
    }
  }

  /** Writes what stays. */
  void run(Outputs outputs) throws BlockStoreException, ManifestException, InterruptedException {
    KeyMerge<KeyMerge.Cursor> merge = new KeyMerge<>(sources);
    List<KeyMerge.Cursor> same = merge.next();
    while (!same.isEmpty()) {
      write(same, outputs);
      pace(same);
      same = merge.next();
    }
    outputs.finish();
    pace.spend(unpaced);
  }

  private void write(List<KeyMerge.Cursor> same, Outputs outputs)
      throws BlockStoreException, ManifestException, InterruptedException {
    long inputs = same.stream().filter(RecordCursor.class::isInstance).count();
    if (same.getFirst() instanceof RecordCursor newest) {
      shadowed += inputs - 1;
      write(newest, isOlder(same), outputs);
    } else {
      shadowed += inputs;
    }
  }

  /** A segment that was brought back may have the very same record as another. */
  private static boolean isOlder(List<KeyMerge.Cursor> same) {
    return same.getLast().sequence() < same.getFirst().sequence();
  }

  private void write(RecordCursor newest, boolean older, Outputs outputs)
      throws BlockStoreException, ManifestException, InterruptedException {
    RecordScan scan = newest.scan();
    if (scan.kind() == RecordKind.PUT && scan.expiresAt() > nowMillis) {
      outputs.put(newest.key(), scan.sequence(), scan.expiresAt(), scan.value());
    } else if (hidden.has(newest.key(), scan.sequence(), older)) {
      outputs.delete(newest.key(), scan.sequence());
    } else {
      over++;
    }
  }

  private void pace(List<KeyMerge.Cursor> same) throws InterruptedException {
    for (KeyMerge.Cursor source : same) {
      if (source instanceof RecordCursor record) {
        unpaced += record.key().length() + record.scan().valueBytes();
      }
    }
    if (unpaced >= PACED_BYTES) {
      pace.spend(unpaced);
      unpaced = 0;
    }
  }

  @Override
  public void close() {
    open.forEach(RecordCursor::close);
  }
}
