package io.blocktier.gateway.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as signatures spell it. */
final class Sha256 {

  static final String OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final HexFormat HEX = HexFormat.of();

  /** Copied for each use, and never used itself. */
  private static final MessageDigest UNUSED = make();

  private Sha256() {}

  static String hex(byte[] digest) {
    return HEX.formatHex(digest);
  }

  static String hexOf(byte[] bytes) {
    return hex(copy().digest(bytes));
  }

  /** Looking for who can do it takes longer than doing it. */
  private static MessageDigest copy() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return make();
    }
  }

  private static MessageDigest make() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform cannot do SHA-256", e);
    }
  }
}
