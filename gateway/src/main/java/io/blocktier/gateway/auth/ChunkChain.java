package io.blocktier.gateway.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.security.MessageDigest;
import java.util.Map;
import javax.crypto.Mac;

/** Verifies chunks in their order: each signature covers the one before it. Not thread-safe. */
public final class ChunkChain {

  private static final String CHUNK = "AWS4-HMAC-SHA256-PAYLOAD";
  private static final String TRAILER = "AWS4-HMAC-SHA256-TRAILER";

  private final ChunkSigning signing;
  private final Mac mac;
  private String previous;

  ChunkChain(ChunkSigning signing) {
    this.signing = signing;
    mac = Hmac.of(signing.key());
    previous = signing.seed();
  }

  /**
   * Verifies the next chunk.
   *
   * @param sha256 the digest of its data
   * @param signature what the client sent, in hexadecimal
   * @throws S3Exception SignatureDoesNotMatch
   */
  public void verifyChunk(byte[] sha256, String signature) throws S3Exception {
    verify(CHUNK, Sha256.OF_NOTHING + "\n" + Sha256.hex(sha256), signature);
  }

  /**
   * Verifies the trailers behind the last chunk.
   *
   * @param sha256 the digest of their lines, each {@code name:value} and a line feed
   * @param signature what the client sent, in hexadecimal
   * @throws S3Exception SignatureDoesNotMatch
   */
  public void verifyTrailer(byte[] sha256, String signature) throws S3Exception {
    verify(TRAILER, Sha256.hex(sha256), signature);
  }

  private void verify(String kind, String digests, String signature) throws S3Exception {
    String toSign =
        kind
            + "\n"
            + signing.timestamp()
            + "\n"
            + signing.scope()
            + "\n"
            + previous
            + "\n"
            + digests;
    String expected = Sha256.hex(mac.doFinal(toSign.getBytes(ISO_8859_1)));
    if (!MessageDigest.isEqual(expected.getBytes(ISO_8859_1), signature.getBytes(ISO_8859_1))) {
      throw new S3Exception(
          S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
          S3ErrorCode.SIGNATURE_DOES_NOT_MATCH.text(),
          Map.of("StringToSign", toSign, "SignatureProvided", signature));
    }
    previous = expected;
  }
}
