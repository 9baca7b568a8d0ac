package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.segments.ReadOnlySegments;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.RecordPart;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentView;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.manifest.SegmentEntry;
import java.util.List;
import java.util.Optional;

/** Where the records of blocks are read: with the log, or what is committed. Thread-safe. */
interface PackedRecords {

  /** Finds a part of the value of a key. */
  Optional<RecordPart> get(RecordKey key, ByteRange range) throws BlockStoreException;

  /** Goes through the keys of a range. */
  RecordCursor scan(KeyRange range) throws BlockStoreException;

  /** Sees all that was committed until now, as something that was referred to is gone. */
  void refresh() throws BlockStoreException;

  /** Reads what the only writer there is has. */
  record OfWriter(SegmentManager manager) implements PackedRecords {

    @Override
    public Optional<RecordPart> get(RecordKey key, ByteRange range) throws BlockStoreException {
      return manager.get(key, range);
    }

    @Override
    public RecordCursor scan(KeyRange range) throws BlockStoreException {
      return manager.scan(range);
    }

    /** Nobody else commits; unless somebody has taken over, and deletes objects by now. */
    @Override
    public void refresh() throws BlockStoreException {
      manager.requireWriter();
    }
  }

  /**
   * Reads what a snapshot sees. Once that is dropped, there is nothing to be read any more: it is
   * neither that a block is absent, nor that one is damaged.
   */
  record OfView(ReadOnlySegments segments, SegmentView view) implements PackedRecords {

    @Override
    public Optional<RecordPart> get(RecordKey key, ByteRange range) throws BlockStoreException {
      try {
        return view.get(key, range);
      } catch (BlockNotFoundException gone) {
        requireThere();
        throw gone;
      }
    }

    @Override
    public RecordCursor scan(KeyRange range) throws BlockStoreException {
      try {
        return view.scan(range);
      } catch (BlockNotFoundException gone) {
        requireThere();
        throw gone;
      }
    }

    /** It does not change, but may be dropped; then its objects go. */
    @Override
    public void refresh() throws BlockStoreException {
      segments.refresh();
      requireThere();
    }

    private void requireThere() throws BlockStoreException {
      try {
        List<SegmentEntry> _ = view.listSegments();
      } catch (BlockNotFoundException dropped) {
        throw new StoreClosedException(
            dropped.failure().remedy("open another snapshot, or what there is now"), dropped);
      }
    }
  }
}
