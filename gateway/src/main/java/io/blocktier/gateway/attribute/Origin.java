package io.blocktier.gateway.attribute;

import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Etag;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What an object of a directory bucket was when it was written as a whole. Appends change the block
 * and leave what is kept beside it, so a block that has another size than this has been appended
 * to, and what depends on its bytes follows from its version.
 *
 * @param size the bytes that it had
 * @param tag the ETag that it had, which no other object has
 * @param algorithm the checksum that it was written with, and that appends have to have
 * @param parts how many parts it had
 */
public record Origin(long size, String tag, Optional<String> algorithm, int parts) {

  private static final int TAG_LENGTH = 26;
  private static final int TAG_BITS = 128;
  private static final int BASE = 36;

  /**
   * Returns an ETag that nobody has. It is shorter than an MD5, so that nobody takes it for one.
   */
  public static String newTag(RandomGenerator random) {
    byte[] bytes = new byte[TAG_BITS / Byte.SIZE];
    random.nextBytes(bytes);
    return tag(bytes);
  }

  /** Tells whether a block has been appended to since. */
  public boolean isGrown(BlockStat block) {
    return block.size() != size;
  }

  /** Returns the ETag after an append. */
  public String tagOf(Etag version, long grownSize) {
    String text = tag + " " + version.value() + " " + grownSize;
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return tag(Arrays.copyOf(digest, TAG_BITS / Byte.SIZE));
  }

  private static String tag(byte[] bytes) {
    String text = new BigInteger(1, bytes).toString(BASE);
    return "0".repeat(TAG_LENGTH - text.length()) + text;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
