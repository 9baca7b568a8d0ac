package io.blocktier.blockstore.tck;

/** What goes wrong with a call to a {@link SimulatedDisk}. */
public enum DiskFaultKind {
  /**
   * The call fails, and what it did nobody knows. Of a write any part may have been written; a file
   * may have been created, renamed or removed. What a force should have saved is lost, wholly or in
   * part, in the next power cut at the latest; the next force succeeds without it.
   */
  IO_ERROR,
  /** The call takes its time. */
  SLOW,
  /**
   * The call does nothing and reports success: a force that somebody forgot, or a disk that lies.
   */
  IGNORED
}
