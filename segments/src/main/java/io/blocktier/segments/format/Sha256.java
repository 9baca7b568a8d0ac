package io.blocktier.segments.format;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of a Merkle tree. What kind of bytes a hash is of is hashed with them, so that a value
 * that looks like a record, or like two hashes, does not count as one. Not thread-safe.
 */
final class Sha256 {

  static final int BYTES = RootHash.BYTES;

  /** A whole record, or the frame that a long value begins in. */
  static final byte RECORD = 0;

  /** Two hashes. */
  static final byte NODE = 1;

  /** A frame that a long value goes on in. */
  static final byte CONTINUATION = 2;

  /** The number of frames, and the one hash of all. */
  static final byte ROOT = 3;

  private final MessageDigest digest;

  Sha256() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Puts the hash of some bytes into an array. */
  void hash(byte kind, byte[] bytes, int from, int length, byte[] target, int at) {
    digest.update(kind);
    digest.update(bytes, from, length);
    try {
      digest.digest(target, at, BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("no room for a hash", e);
    }
  }
}
