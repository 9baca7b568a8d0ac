package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.segments.format.KeyRange;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordProof;
import io.blocktier.segments.format.SegmentRecord;
import io.blocktier.segments.manifest.SegmentEntry;
import java.util.List;
import java.util.Optional;

/**
 * Reads what is in segments: those of a snapshot, which do not change, or those of the newest
 * manifest that is known. Thread-safe; holds nothing that has to be closed.
 *
 * <p>Every method fails with a {@link io.blocktier.blockstore.BlockNotFoundException} once the
 * snapshot is dropped, with a {@link io.blocktier.blockstore.CorruptBlockException} where something
 * is not what was written, and with another {@link BlockStoreException} where the store fails.
 */
public final class SegmentView {

  private final ViewSource source;
  private final Reads reads;

  SegmentView(ViewSource source, Reads reads) {
    this.source = source;
    this.reads = reads;
  }

  /**
   * Finds the value of a key.
   *
   * @param key the key
   * @return the record, or empty if the key has no value
   * @throws BlockStoreException as the class says
   */
  public Optional<SegmentRecord> get(RecordKey key) throws BlockStoreException {
    return reads.get(source, key);
  }

  /**
   * Finds a part of the value of a key; of a long value, only the frames that the range touches are
   * read.
   *
   * @param key the key
   * @param range which bytes, clamped at the end of the value; there are none behind it
   * @return the part, or empty if the key has no value
   * @throws BlockStoreException as the class says
   */
  public Optional<RecordPart> get(RecordKey key, ByteRange range) throws BlockStoreException {
    return reads.get(source, key, range);
  }

  /**
   * Goes through the keys that start with some bytes, in their order.
   *
   * @param prefix what they start with
   * @return the records, which the caller closes
   * @throws BlockStoreException as the class says
   */
  public RecordCursor scan(RecordKey prefix) throws BlockStoreException {
    return scan(KeyRange.prefix(prefix));
  }

  /**
   * Goes through the keys of a range, in their order.
   *
   * @param range which keys
   * @return the records, which the caller closes
   * @throws BlockStoreException as the class says
   */
  public RecordCursor scan(KeyRange range) throws BlockStoreException {
    return reads.scan(source, range);
  }

  /**
   * Returns the segments.
   *
   * @return those that are seen, by their numbers
   * @throws BlockStoreException as the class says
   */
  public List<SegmentEntry> listSegments() throws BlockStoreException {
    return List.copyOf(source.now().catalog().segments().values());
  }

  /**
   * Returns what is known of a segment.
   *
   * @param id its number
   * @return where it is and what is in it, or empty if it is not seen
   * @throws BlockStoreException as the class says
   */
  public Optional<SegmentEntry> getSegment(long id) throws BlockStoreException {
    return Optional.ofNullable(source.now().catalog().segments().get(id));
  }

  /**
   * Finds what one segment has of a key, whatever others have.
   *
   * @param segment its number
   * @param key the key
   * @return the record, which may be a tombstone, or over; empty if the segment has none
   * @throws io.blocktier.blockstore.BlockNotFoundException if the segment is not seen
   * @throws BlockStoreException as the class says
   */
  public Optional<SegmentRecord> get(long segment, RecordKey key) throws BlockStoreException {
    return reads.get(source, segment, key);
  }

  /**
   * Shows that what {@link #get(long, RecordKey)} finds is under the root of the segment, to
   * somebody who knows nothing but that root.
   *
   * @param segment its number
   * @param key the key
   * @return the proof, or empty if the segment has no record of the key
   * @throws io.blocktier.blockstore.BlockNotFoundException if the segment is not seen
   * @throws BlockStoreException as the class says
   */
  public Optional<RecordProof> proof(long segment, RecordKey key) throws BlockStoreException {
    return reads.proof(source, segment, key);
  }
}
