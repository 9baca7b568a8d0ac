package io.blocktier.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, which every Java platform has. */
public final class Hmac {

  private static final String ALGORITHM = "HmacSHA256";

  /** Copied for each use, and never used itself. */
  private static final Mac UNUSED = make();

  private Hmac() {}

  /**
   * Makes a key.
   *
   * @param bytes what it is made of
   * @return the key
   */
  public static SecretKey key(byte[] bytes) {
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  static Mac of(SecretKey key) {
    try {
      Mac mac = copy();
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform cannot do " + ALGORITHM, e);
    }
  }

  /** Looking for who can do it takes longer than doing it. */
  private static Mac copy() throws GeneralSecurityException {
    try {
      return (Mac) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return Mac.getInstance(ALGORITHM);
    }
  }

  /** One with a key, as only then it is settled who does it. */
  private static Mac make() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key(new byte[1]));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform cannot do " + ALGORITHM, e);
    }
  }

  /**
   * Signs a text.
   *
   * @param key with what
   * @param text in UTF-8
   * @return the code
   */
  public static byte[] sign(SecretKey key, String text) {
    return of(key).doFinal(text.getBytes(UTF_8));
  }
}
