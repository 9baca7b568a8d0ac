package io.blocktier.blockstore.s3.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA256 (RFC 2104) with a key whose first blocks are digested once: copies of the two digests
 * that stand behind them do the rest, so that no thread waits for another. Immutable and
 * thread-safe.
 */
final class Hmac {

  private static final int BLOCK_BYTES = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;
  private static final MessageDigest EMPTY = instance();

  private final MessageDigest inner;
  private final MessageDigest outer;

  Hmac(byte[] key) {
    byte[] block =
        Arrays.copyOf(key.length > BLOCK_BYTES ? sha256().digest(key) : key, BLOCK_BYTES);
    this.inner = padded(block, INNER);
    this.outer = padded(block, OUTER);
  }

  /** Returns a digest of nothing yet. */
  static MessageDigest sha256() {
    return copy(EMPTY);
  }

  byte[] of(String message) {
    return of(message.getBytes(UTF_8));
  }

  byte[] of(byte[] message) {
    byte[] first = copy(inner).digest(message);
    return copy(outer).digest(first);
  }

  private static MessageDigest padded(byte[] block, byte pad) {
    byte[] padded = block.clone();
    for (int i = 0; i < BLOCK_BYTES; i++) {
      padded[i] ^= pad;
    }
    MessageDigest digest = sha256();
    digest.update(padded);
    return digest;
  }

  private static MessageDigest instance() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }
}
