package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.segments.RecordCursor;
import io.blocktier.segments.RecordPart;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentView;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
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

  /** Reads what a snapshot sees. */
  record OfView(SegmentView view) implements PackedRecords {

    @Override
    public Optional<RecordPart> get(RecordKey key, ByteRange range) throws BlockStoreException {
      return view.get(key, range);
    }

    @Override
    public RecordCursor scan(KeyRange range) throws BlockStoreException {
      return view.scan(range);
    }

    @Override
    public void refresh() {
      // it does not change
    }
  }
}
