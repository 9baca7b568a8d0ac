package io.blocktier.blockstore.tck;

/** A call to a {@link SimulatedDisk} or one of its files. */
public enum DiskOperation {
  /** A directory is created. */
  CREATE_DIRECTORY,
  /** A directory is listed. */
  LIST,
  /** A file is opened, or created. */
  OPEN,
  /** Bytes of a file are read. */
  READ,
  /** Bytes of a file are written. */
  WRITE,
  /** Bytes and size of a file are made durable. */
  FORCE,
  /** The size of a file is asked for. */
  SIZE,
  /** A file is closed. */
  CLOSE,
  /** A file gets another name. */
  RENAME,
  /** A file is removed. */
  DELETE,
  /** The names in a directory are made durable. */
  FORCE_DIRECTORY,
  /** The room that is left is asked for. */
  USABLE_BYTES,
  /** A lock is asked for. */
  LOCK
}
