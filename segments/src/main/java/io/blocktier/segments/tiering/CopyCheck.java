package io.blocktier.segments.tiering;

/** How the copy of a segment is compared with what the manifest remembers. */
public enum CopyCheck {
  /**
   * By the size and the CRC-32C that the target's store tells, and by reading where it tells no
   * checksum. Without reading, a server that computes no CRC-32C repeats the one that was noted
   * beside the source.
   */
  BY_STORE,
  /** By reading the whole copy. */
  BY_READING
}
