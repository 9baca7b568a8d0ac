package io.blocktier.gateway.payload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A digest in the making. */
final class RunningDigest implements RunningChecksum {

  private final MessageDigest digest;

  RunningDigest(String algorithm) {
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform cannot do " + algorithm, e);
    }
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  @Override
  public byte[] finish() {
    return digest.digest();
  }
}
