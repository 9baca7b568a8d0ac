package io.blocktier.blockstore;

/** What a store may be able to do beyond the calls that every store answers. */
public enum Capability {
  /** {@link Precondition.IfAbsent} on write and upload, atomic under races. */
  CONDITIONAL_CREATE,
  /** {@link Precondition.IfMatch} on write and upload, atomic under races. */
  CONDITIONAL_REPLACE,
  /** {@link DeleteOptions#ifMatch()}, atomic under races. */
  CONDITIONAL_DELETE,
  /** A {@link Precondition} on copy, atomic under races. */
  CONDITIONAL_COPY,
  /** {@link BlockStore#append}. */
  APPEND,
  /** {@link BlockStore#rename}, atomic and without moving bytes. */
  RENAME,
  /** {@link BlockStore#copy} moves no byte through the client. */
  SERVER_SIDE_COPY,
  /** {@link BlockStore#startUpload}. */
  UPLOAD,
  /** {@link BlockUpload#copyPart} moves no byte through the client. */
  PART_COPY,
  /** {@link BlockStore#list} yields keys in their order; {@link ListOptions#startAfter()} works. */
  ORDERED_LISTING,
  /** {@link Metadata} and {@link PutId} are kept and come back. */
  METADATA,
  /** {@link StorageClass} is kept and comes back. */
  STORAGE_CLASS,
  /** A {@link Crc32c} is kept with the block, checked on arrival, and comes back. */
  CHECKSUM
}
