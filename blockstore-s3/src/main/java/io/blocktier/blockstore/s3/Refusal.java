package io.blocktier.blockstore.s3;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is not success.
 *
 * @param status the HTTP status; 200 where the error came in the body of a success
 * @param code the error code of S3, or empty where there was no body to hold one
 * @param requestId what the server calls the request, or empty
 * @param region where the bucket is, if the server said so, or empty
 * @param retryAfter how long the server asked to wait, or null
 */
record Refusal(
    int status, String code, String requestId, String region, @Nullable Duration retryAfter) {

  static final String NO_SUCH_BUCKET = "NoSuchBucket";
  static final String NO_SUCH_UPLOAD = "NoSuchUpload";

  /** Whether the keys were a session's whose time is over. */
  boolean isAboutTheSession() {
    return switch (code) {
      case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" -> true;
      default -> false;
    };
  }

  /** What happened, for people. */
  String detail() {
    String what = "HTTP " + status + (code.isEmpty() ? "" : " " + code);
    return requestId.isEmpty() ? what : what + " (request " + requestId + ")";
  }

  /**
   * Returns the status that says what the code says, for errors that come under a 200 and for keys
   * of a batch, which have no status of their own.
   *
   * @return a status of 400 or above
   */
  int meaning() {
    if (status >= 400) {
      return status;
    }
    return switch (code) {
      case "PreconditionFailed", "412 Precondition Failed" -> 412;
      case "ConditionalRequestConflict", "OperationAborted" -> 409;
      case "NoSuchKey", NO_SUCH_UPLOAD, NO_SUCH_BUCKET -> 404;
      case "AccessDenied" -> 403;
      case "InvalidPart", "InvalidPartOrder", "InvalidRequest", "EntityTooSmall" -> 400;
      case "NotImplemented" -> 501;
      case "SlowDown", "ServiceUnavailable" -> 503;
      default -> 500;
    };
  }
}
