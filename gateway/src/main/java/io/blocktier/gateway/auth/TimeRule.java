package io.blocktier.gateway.auth;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Refuses signatures that are too old or not yet valid.
 *
 * @param clock the time here
 */
record TimeRule(InstantSource clock) {

  private static final Duration MAX_SKEW = Duration.ofMinutes(15);

  void check(SignatureClaim claim) throws S3Exception {
    Instant now = clock.instant();
    switch (claim.form()) {
      case HEADER -> checkSkew(claim, now);
      case QUERY -> checkValidity(claim, now);
    }
  }

  private static void checkSkew(SignatureClaim claim, Instant now) throws S3Exception {
    if (Duration.between(claim.time().instant(), now).abs().compareTo(MAX_SKEW) > 0) {
      throw new S3Exception(
          S3ErrorCode.REQUEST_TIME_TOO_SKEWED,
          S3ErrorCode.REQUEST_TIME_TOO_SKEWED.text(),
          Map.of(
              "RequestTime", claim.time().text(),
              "ServerTime", now.toString(),
              "MaxAllowedSkewMilliseconds", Long.toString(MAX_SKEW.toMillis())));
    }
  }

  private static void checkValidity(SignatureClaim claim, Instant now) throws S3Exception {
    Instant signed = claim.time().instant();
    Instant end = signed.plus(claim.validity());
    if (signed.minus(MAX_SKEW).isAfter(now)) {
      throw denied(claim, now, "Request is not yet valid", end);
    }
    if (now.isAfter(end)) {
      throw denied(claim, now, "Request has expired", end);
    }
  }

  private static S3Exception denied(
      SignatureClaim claim, Instant now, String message, Instant end) {
    return new S3Exception(
        S3ErrorCode.ACCESS_DENIED,
        message,
        Map.of(
            "X-Amz-Date", claim.time().text(),
            "X-Amz-Expires", Long.toString(claim.validity().toSeconds()),
            "Expires", end.toString(),
            "ServerTime", now.toString()));
  }
}
