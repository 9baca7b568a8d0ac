package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.Map;
import java.util.Optional;

/** Where a signature stands, which decides how S3 complains about it. */
enum SignatureForm {
  HEADER(
      S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED,
      S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED.text() + "; "),
  QUERY(
      S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
      S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR.text() + "; ");

  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private static final String ASYMMETRIC = "AWS4-ECDSA-P256-SHA256";
  private static final String AUTHORIZATION = "authorization";

  private final S3ErrorCode code;
  private final String prefix;

  SignatureForm(S3ErrorCode code, String prefix) {
    this.code = code;
    this.prefix = prefix;
  }

  S3Exception malformed(String what) {
    return malformed(what, Map.of());
  }

  S3Exception malformed(String what, Map<String, String> details) {
    return new S3Exception(code, prefix + what, details);
  }

  /** Returns the form, or empty if there is no signature. */
  static Optional<SignatureForm> of(RequestHead head, RequestQuery query) throws S3Exception {
    Optional<String> header = head.header(AUTHORIZATION).filter(value -> !value.isBlank());
    Optional<String> parameter = query.first("X-Amz-Algorithm");
    if (header.isPresent() && (parameter.isPresent() || query.has("Signature"))) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Only one auth mechanism allowed: either the Authorization header or a signed query",
          Map.of("ArgumentName", "Authorization"));
    }
    if (header.isPresent()) {
      return Optional.of(ofHeader(header.get()));
    }
    return parameter.isPresent() ? Optional.of(ofQuery(parameter.get())) : unsigned(query);
  }

  private static SignatureForm ofHeader(String value) throws S3Exception {
    int space = value.indexOf(' ');
    return switch (space < 0 ? value : value.substring(0, space)) {
      case ALGORITHM -> HEADER;
      case ASYMMETRIC -> throw asymmetric();
      case "AWS" -> throw value.indexOf(':') < 0 ? malformedVersionTwo() : versionTwo();
      // The value may be somebody's password, so it does not go into the answer.
      default ->
          throw new S3Exception(
              S3ErrorCode.INVALID_ARGUMENT,
              "Unsupported Authorization Type",
              Map.of("ArgumentName", "Authorization"));
    };
  }

  private static SignatureForm ofQuery(String algorithm) throws S3Exception {
    return switch (algorithm) {
      case ALGORITHM -> QUERY;
      case ASYMMETRIC -> throw asymmetric();
      default ->
          throw new S3Exception(
              S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
              "X-Amz-Algorithm only supports " + ALGORITHM);
    };
  }

  private static Optional<SignatureForm> unsigned(RequestQuery query) throws S3Exception {
    if (query.has("AWSAccessKeyId") || (query.has("Signature") && query.has("Expires"))) {
      throw versionTwo();
    }
    return query.has("X-Amz-Signature") || query.has("X-Amz-Credential")
        ? Optional.of(QUERY)
        : Optional.empty();
  }

  private static S3Exception malformedVersionTwo() {
    return new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT,
        "AWS authorization header is invalid. Expected AwsAccessKeyId:signature",
        Map.of("ArgumentName", AUTHORIZATION));
  }

  private static S3Exception versionTwo() {
    return new S3Exception(
        S3ErrorCode.INVALID_REQUEST,
        "The authorization mechanism you have provided is not supported. Please use "
            + ALGORITHM
            + ".");
  }

  private static S3Exception asymmetric() {
    return new S3Exception(
        S3ErrorCode.NOT_IMPLEMENTED,
        ASYMMETRIC + " is not implemented here; please use " + ALGORITHM);
  }
}
