package io.blocktier.blockstore.s3.server;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Digests, and the form of a signature. */
final class Checks {

  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private Checks() {}

  static void requireSignature(Request request) throws Refused {
    String authorization = request.header("authorization").orElse("");
    boolean formed =
        authorization.startsWith("AWS4-HMAC-SHA256 Credential=")
            && authorization.contains("SignedHeaders=")
            && authorization.contains("host;")
            && authorization.contains("x-amz-date")
            && authorization.matches(".*Signature=[0-9a-f]{64}");
    if (!formed) {
      throw new Refused(403, "AccessDenied");
    }
    String sha256 = request.header("x-amz-content-sha256").orElse("");
    if (!sha256.equals(UNSIGNED) && !sha256.equals(sha256(request.body()))) {
      throw new Refused(400, "XAmzContentSHA256Mismatch");
    }
  }

  static String md5(byte[] bytes) {
    return HexFormat.of().formatHex(digest("MD5", bytes));
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest("SHA-256", bytes));
  }

  static String crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    byte[] value = ByteBuffer.allocate(4).putInt(0, (int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
