package io.blocktier.segments;

import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.RecordKind;
import io.blocktier.segments.format.SegmentRecord;

/**
 * What a key was at some time. Orders by key, and the newest of a key first.
 *
 * @param change what became of it
 * @param sequence the place of the batch in the order of all writes
 */
record Version(Change change, long sequence) implements Comparable<Version> {

  /** What a version takes in memory beside the bytes of key and value, about. */
  static final int OVERHEAD_BYTES = 224;

  /** Comes before all versions of a key that are not newer than a sequence number. */
  static Version probe(RecordKey key, long sequence) {
    return new Version(Change.delete(key), sequence);
  }

  RecordKey key() {
    return change.key();
  }

  boolean isTombstone() {
    return change.kind() == RecordKind.TOMBSTONE;
  }

  SegmentRecord toRecord() {
    return new SegmentRecord(
        key(), sequence, change.kind(), change.expiresAt(), change.value().asReadOnlyBuffer());
  }

  @Override
  public int compareTo(Version other) {
    int byKey = key().compareTo(other.key());
    return byKey == 0 ? Long.compare(other.sequence, sequence) : byKey;
  }
}
