package io.blocktier.gateway.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a form says of who signed its policy. */
sealed interface FormClaim {

  /** Returns the id of the key that is said to have signed. */
  String accessKeyId();

  /** Returns the policy's signature by somebody's secret. */
  byte[] signatureBy(String secret);

  /** Returns the signature that the form has. */
  String signature();

  /** Returns whether a secret signed the policy. */
  default boolean isSignedBy(String secret) {
    return MessageDigest.isEqual(signatureBy(secret), signature().getBytes(ISO_8859_1));
  }

  /**
   * Version 4.
   *
   * @param claim credential and signature
   * @param policy as it was sent
   */
  record Current(SignatureClaim claim, String policy) implements FormClaim {
    @Override
    public String accessKeyId() {
      return claim.credential().accessKeyId();
    }

    @Override
    public byte[] signatureBy(String secret) {
      byte[] code = Hmac.sign(SigningKeys.derive(secret, claim.credential().scope()), policy);
      return Sha256.hex(code).getBytes(ISO_8859_1);
    }

    @Override
    public String signature() {
      return claim.signature();
    }
  }

  /**
   * Version 2, which web sites still have in their forms, and which covers just as much of them.
   *
   * @param policy as it was sent
   */
  record Former(String accessKeyId, String signature, String policy) implements FormClaim {

    private static final String ALGORITHM = "HmacSHA1";

    @Override
    public byte[] signatureBy(String secret) {
      try {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
        return Base64.getEncoder().encode(mac.doFinal(policy.getBytes(UTF_8)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java platform cannot do " + ALGORITHM, e);
      }
    }

    /** Hides nothing that is secret. */
    @Override
    public String toString() {
      return "Former[" + accessKeyId + "]";
    }
  }

  /** Reads the fields of a form, whose names are in lower case; empty if nobody signed it. */
  static Optional<FormClaim> of(Map<String, String> fields) throws S3Exception {
    boolean current =
        fields.containsKey("x-amz-signature") || fields.containsKey("x-amz-algorithm");
    boolean former = fields.containsKey("signature") || fields.containsKey("awsaccesskeyid");
    if (!current && !former && !fields.containsKey("policy")) {
      return Optional.empty();
    }
    return Optional.of(former && !current ? former(fields) : current(fields));
  }

  private static FormClaim former(Map<String, String> fields) throws S3Exception {
    return new Former(
        required(fields, "awsaccesskeyid"),
        required(fields, "signature"),
        required(fields, "policy"));
  }

  private static FormClaim current(Map<String, String> fields) throws S3Exception {
    String algorithm = required(fields, "x-amz-algorithm");
    if (!algorithm.equals(SignatureForm.ALGORITHM)) {
      throw refused("x-amz-algorithm", algorithm, "only supports " + SignatureForm.ALGORITHM);
    }
    String date = required(fields, "x-amz-date");
    RequestTime time =
        RequestTime.ofBasic(date)
            .orElseThrow(() -> refused("x-amz-date", date, "must be like 20130728T000000Z"));
    SignatureClaim claim =
        new SignatureClaim(
            SignatureForm.QUERY,
            Credential.parse(SignatureForm.QUERY, required(fields, "x-amz-credential")),
            List.of(),
            required(fields, "x-amz-signature"),
            time,
            Duration.ZERO,
            PayloadDeclaration.UNSIGNED,
            token(fields));
    return new Current(claim, required(fields, "policy"));
  }

  private static SessionToken token(Map<String, String> fields) {
    String token = fields.get("x-amz-security-token");
    return token == null ? new SessionToken.None() : new SessionToken.Sts(token);
  }

  private static String required(Map<String, String> fields, String name) throws S3Exception {
    String value = fields.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw refused(name, "", "has to be in the form, before the file");
    }
    return value;
  }

  private static S3Exception refused(String field, String value, String what) {
    return new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT,
        "The field " + field + " of the form " + what,
        Map.of("ArgumentName", field, "ArgumentValue", value));
  }
}
