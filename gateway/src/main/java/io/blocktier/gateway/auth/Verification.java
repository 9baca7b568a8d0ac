package io.blocktier.gateway.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.SecretKey;

/**
 * Makes the signature of a request, and compares.
 *
 * @param head the request
 * @param query its parameters
 * @param claim what it says
 */
record Verification(RequestHead head, RequestQuery query, SignatureClaim claim) {

  private static final HexFormat SPACED_HEX = HexFormat.ofDelimiter(" ");

  boolean matches(SecretKey key) throws S3Exception {
    return matches(key, Spelling.CANONICAL) || matches(key, Spelling.AS_SENT);
  }

  /** Says what was expected to be signed, with which clients find their mistake: no secrets. */
  S3Exception mismatch() throws S3Exception {
    CanonicalRequest canonical = canonical(Spelling.CANONICAL);
    String toSign = toSign(canonical);
    return new S3Exception(
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        S3ErrorCode.SIGNATURE_DOES_NOT_MATCH.text(),
        Map.of(
            "AWSAccessKeyId", claim.credential().accessKeyId(),
            "StringToSign", toSign,
            "StringToSignBytes", SPACED_HEX.formatHex(toSign.getBytes(ISO_8859_1)),
            "SignatureProvided", claim.signature(),
            "CanonicalRequest", canonical.text(),
            "CanonicalRequestBytes", SPACED_HEX.formatHex(canonical.bytes())));
  }

  private boolean matches(SecretKey key, Spelling spelling) throws S3Exception {
    String expected = Sha256.hex(Hmac.sign(key, toSign(canonical(spelling))));
    return MessageDigest.isEqual(
        expected.getBytes(ISO_8859_1), claim.signature().getBytes(ISO_8859_1));
  }

  private CanonicalRequest canonical(Spelling spelling) throws S3Exception {
    return CanonicalRequest.of(head, query, claim, spelling);
  }

  private String toSign(CanonicalRequest canonical) {
    return SignatureForm.ALGORITHM
        + "\n"
        + claim.time().text()
        + "\n"
        + claim.credential().scope().text()
        + "\n"
        + Sha256.hexOf(canonical.bytes());
  }
}
