package io.blocktier.gateway.payload;

/**
 * The checksum of a part of an object.
 *
 * @param checksum of the bytes of the part
 * @param length how many those are
 */
public record PartChecksum(Checksum checksum, long length) {

  /** Checks the length. */
  public PartChecksum {
    if (length < 0) {
      throw new IllegalArgumentException("a part has no negative length: " + length);
    }
  }
}
