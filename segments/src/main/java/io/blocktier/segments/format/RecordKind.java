package io.blocktier.segments.format;

/** What a record says of its key. */
public enum RecordKind {
  /** The key has this value. */
  PUT,
  /** The key has no value any more. */
  TOMBSTONE
}
