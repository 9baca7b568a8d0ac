package io.blocktier.torture;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * The bytes of the versions of blocks: each follows from the key and a number that it begins with,
 * so that a mixture of two is no version at all.
 */
final class Version {

  private static final int NUMBER_BYTES = Long.BYTES;
  private static final int LARGE_BYTES = 90_000;
  private static final int SMALL_BYTES = 20_000;

  private Version() {}

  /** Returns the bytes of a version: mostly few, sometimes many, always the same. */
  static byte[] bytes(String key, long number) {
    SplittableRandom random = new SplittableRandom(number * 31 + key.hashCode());
    int more = random.nextInt(random.nextInt(4) == 0 ? LARGE_BYTES : SMALL_BYTES);
    byte[] body = new byte[more];
    random.nextBytes(body);
    return ByteBuffer.allocate(NUMBER_BYTES + more).putLong(number).put(body).array();
  }

  /**
   * Returns the number of the version that some bytes are.
   *
   * @throws AuditException if they are none of the key's
   */
  static long number(String key, ByteBuffer bytes) throws AuditException {
    if (bytes.remaining() < NUMBER_BYTES) {
      throw new AuditException("'" + key + "' has " + bytes.remaining() + " bytes, no version");
    }
    long number = bytes.getLong(bytes.position());
    if (!bytes.equals(ByteBuffer.wrap(bytes(key, number)))) {
      throw new AuditException("'" + key + "' begins as version " + number + " and is not it");
    }
    return number;
  }
}
