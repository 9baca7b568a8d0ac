package io.blocktier.segments.manifest;

import io.blocktier.blockstore.Crc32c;

/**
 * What is known of the content of a segment, which never changes: enough to open it with one
 * request, to leave it out of a search, to verify a copy of it, and to show it. Immutable and
 * thread-safe.
 *
 * @param bytes the size of its object
 * @param frameBytes how many of the first bytes have the records, 0 to {@code bytes}
 * @param footerBytes how many of the last bytes are needed to read a record by its place
 * @param tailBytes how many of the last bytes have the index of keys, too
 * @param checksum of the whole object
 * @param root the Merkle root over its records, at most {@value #MAX_ROOT_BYTES} bytes
 * @param rawBytes its records before compression
 * @param records how many it has, tombstones included
 * @param tombstones how many of them say that a key was deleted
 * @param expiring how many of them expire
 * @param keys the least and the greatest of its keys
 * @param sequences the least and the greatest of its sequence numbers
 */
public record SegmentContent(
    long bytes,
    long frameBytes,
    int footerBytes,
    int tailBytes,
    Crc32c checksum,
    Bytes root,
    long rawBytes,
    long records,
    long tombstones,
    long expiring,
    KeySpan keys,
    SequenceSpan sequences) {

  /** The longest Merkle root. */
  public static final int MAX_ROOT_BYTES = 64;

  /**
   * Checks the numbers against each other.
   *
   * @throws IllegalArgumentException if they contradict each other or a bound
   */
  public SegmentContent {
    require(0 <= frameBytes && frameBytes <= bytes, "frames");
    require(0 <= footerBytes && footerBytes <= tailBytes && tailBytes <= bytes, "tail");
    require(root.length() <= MAX_ROOT_BYTES, "root");
    require(rawBytes >= 0, "raw size");
    require(0 <= tombstones && tombstones <= records, "tombstones");
    require(0 <= expiring && expiring <= records, "expiring records");
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new IllegalArgumentException("the " + what + " of a segment contradict a bound");
    }
  }
}
