package io.blocktier.segments.objects;

/** What requests to the stores of segments are made for. */
public enum RequestCause {
  /** Manifests: commits, whoever makes them, looks for newer ones, and pruning. */
  MANIFEST,
  /** Segments that records are sealed into. */
  SEAL,
  /** Records that somebody reads, one by one or by scans. */
  READ,
  /** The table that tells where keys are: indexes of segments, and checkpoints. */
  INDEX,
  /** Segments that move to the other store, or come back. */
  TIERING,
  /** Finding out what is dead, and writing segments anew. */
  COMPACTION,
  /** Deleting what is garbage, and taking it back. */
  GC,
  /** Listing the stores for what nobody knows of. */
  ORPHANS,
  /** Verifying and repairing. */
  CHECK
}
