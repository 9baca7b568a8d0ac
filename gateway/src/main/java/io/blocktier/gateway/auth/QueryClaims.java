package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what a presigned URL claims. */
final class QueryClaims {

  private static final Duration LONGEST = Duration.ofDays(7);

  private QueryClaims() {}

  static SignatureClaim of(RequestHead head, RequestQuery query) throws S3Exception {
    required(query, "X-Amz-Algorithm");
    return new SignatureClaim(
        SignatureForm.QUERY,
        Credential.parse(SignatureForm.QUERY, required(query, "X-Amz-Credential")),
        List.of(required(query, "X-Amz-SignedHeaders").split(";", -1)),
        required(query, "X-Amz-Signature"),
        time(required(query, "X-Amz-Date")),
        validity(required(query, "X-Amz-Expires")),
        payload(head, query),
        token(query));
  }

  private static String required(RequestQuery query, String name) throws S3Exception {
    String value = query.first(name).orElse("");
    if (value.isEmpty()) {
      throw refused(
          "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
              + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters;"
              + " missing: "
              + name);
    }
    return value;
  }

  private static RequestTime time(String text) throws S3Exception {
    return RequestTime.ofBasic(text)
        .orElseThrow(() ->
            refused("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""));
  }

  private static Duration validity(String text) throws S3Exception {
    long seconds;
    try {
      seconds = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw refused("X-Amz-Expires should be a number");
    }
    if (seconds < 0) {
      throw refused("X-Amz-Expires must be non-negative");
    }
    if (seconds > LONGEST.toSeconds()) {
      throw refused(
          "X-Amz-Expires must be at most a week; that is, " + LONGEST.toSeconds() + " seconds");
    }
    return Duration.ofSeconds(seconds);
  }

  private static PayloadDeclaration payload(RequestHead head, RequestQuery query)
      throws S3Exception {
    Optional<String> declared = query.first(PayloadDeclaration.HEADER);
    return declared
        .or(() -> head.header(PayloadDeclaration.HEADER))
        .map(PayloadDeclaration::new)
        .orElse(PayloadDeclaration.UNSIGNED);
  }

  private static SessionToken token(RequestQuery query) throws S3Exception {
    Optional<String> express = query.first("X-Amz-S3session-Token");
    return express.isPresent()
        ? new SessionToken.Express(express.get())
        : query
            .first("X-Amz-Security-Token")
            .<SessionToken>map(SessionToken.Sts::new)
            .orElseGet(SessionToken.None::new);
  }

  private static S3Exception refused(String message) {
    return new S3Exception(S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR, message);
  }
}
