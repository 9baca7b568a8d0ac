package io.blocktier.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, which every Java platform has. */
public final class Hmac {

  private static final String ALGORITHM = "HmacSHA256";

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
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
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
