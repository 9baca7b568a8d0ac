package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code x-amz-content-sha256} says.
 *
 * @param text as it was sent, which is what is signed
 */
record PayloadDeclaration(String text) {

  static final String HEADER = "x-amz-content-sha256";
  static final PayloadDeclaration UNSIGNED = new PayloadDeclaration("UNSIGNED-PAYLOAD");

  private static final String UNSIGNED_CHUNKS = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String CHUNKS_AND_TRAILER = CHUNKS + "-TRAILER";
  private static final String ASYMMETRIC_PREFIX = "STREAMING-AWS4-ECDSA-";
  private static final int DIGEST_DIGITS = 64;

  /** Returns what is to be checked of a request with this signature. */
  PayloadSignature signed(ChunkSigning signing) throws S3Exception {
    return switch (text) {
      case CHUNKS -> new PayloadSignature.SignedChunks(signing, false);
      case CHUNKS_AND_TRAILER -> new PayloadSignature.SignedChunks(signing, true);
      default -> unsigned();
    };
  }

  /** Returns what is to be checked of a request without a signature. */
  PayloadSignature unsigned() throws S3Exception {
    if (text.equals(UNSIGNED.text)) {
      return new PayloadSignature.Unsigned();
    }
    if (text.equals(UNSIGNED_CHUNKS)) {
      return new PayloadSignature.UnsignedChunks();
    }
    if (isDigest()) {
      return new PayloadSignature.Digest(text.toLowerCase(Locale.ROOT));
    }
    throw text.startsWith(ASYMMETRIC_PREFIX)
        ? new S3Exception(S3ErrorCode.NOT_IMPLEMENTED, text + " is not implemented here")
        : illegal();
  }

  private boolean isDigest() {
    return text.length() == DIGEST_DIGITS
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
  }

  private S3Exception illegal() {
    return new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT,
        HEADER
            + " must be "
            + String.join(", ", UNSIGNED.text, UNSIGNED_CHUNKS, CHUNKS, CHUNKS_AND_TRAILER)
            + " in a signed request, or a SHA-256 in hexadecimal",
        Map.of("ArgumentName", HEADER, "ArgumentValue", text));
  }
}
