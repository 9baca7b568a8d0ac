package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the Authorization header claims. */
final class HeaderClaims {

  private HeaderClaims() {}

  static SignatureClaim of(RequestHead head) throws S3Exception {
    Map<String, String> fields = fields(head.header("authorization").orElse(""));
    return new SignatureClaim(
        SignatureForm.HEADER,
        Credential.parse(SignatureForm.HEADER, field(fields, "Credential")),
        List.of(field(fields, "SignedHeaders").split(";", -1)),
        field(fields, "Signature"),
        time(head),
        Duration.ZERO,
        payload(head),
        token(head));
  }

  private static Map<String, String> fields(String authorization) {
    Map<String, String> fields = new HashMap<>();
    for (String field : authorization.substring(SignatureForm.ALGORITHM.length()).split(",", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(field.substring(0, equals).strip(), field.substring(equals + 1).strip());
      }
    }
    return fields;
  }

  private static String field(Map<String, String> fields, String name) throws S3Exception {
    String value = fields.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw SignatureForm.HEADER.malformed(
          "the authorization header requires three components: Credential, SignedHeaders, and"
              + " Signature.");
    }
    return value;
  }

  private static RequestTime time(RequestHead head) throws S3Exception {
    Optional<String> amzDate = head.header("x-amz-date");
    Optional<RequestTime> time =
        amzDate.isPresent()
            ? RequestTime.ofBasic(amzDate.get())
            : head.header("date").flatMap(RequestTime::ofDate);
    return time.orElseThrow(() ->
        new S3Exception(
            S3ErrorCode.ACCESS_DENIED,
            "AWS authentication requires a valid Date or x-amz-date header"));
  }

  private static PayloadDeclaration payload(RequestHead head) throws S3Exception {
    return head.header(PayloadDeclaration.HEADER)
        .map(PayloadDeclaration::new)
        .orElseThrow(() ->
            new S3Exception(
                S3ErrorCode.INVALID_REQUEST,
                "Missing required header for this request: " + PayloadDeclaration.HEADER));
  }

  private static SessionToken token(RequestHead head) {
    Optional<String> express = head.header("x-amz-s3session-token");
    return express.isPresent()
        ? new SessionToken.Express(express.get())
        : head.header("x-amz-security-token")
            .<SessionToken>map(SessionToken.Sts::new)
            .orElseGet(SessionToken.None::new);
  }
}
