package io.blocktier.gateway.auth;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.Grant;
import io.blocktier.gateway.Right;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The key, time and place of the examples that AWS publishes. */
public final class Examples {

  /** The key of all examples. */
  public static final AccessKey KEY =
      new AccessKey(
          "AKIAIOSFODNN7EXAMPLE",
          "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
          List.of(Grant.everywhere(Right.READ_WRITE)));

  /** When all examples are sent. */
  public static final Instant TIME = Instant.parse("2013-05-24T00:00:00Z");

  /** Where all examples are sent. */
  public static final String REGION = "us-east-1";

  private Examples() {}

  /** Returns an authenticator at the time of the examples. */
  public static Authenticator authenticator() {
    return at(TIME);
  }

  /** Returns an authenticator at another time. */
  public static Authenticator at(Instant now) {
    return new Authenticator(AccessKeys.of(List.of(KEY)), InstantSource.fixed(now), REGION);
  }

  /** Expects an error of S3, and returns it. */
  public static S3Exception refused(S3ErrorCode code, ThrowingCallable call) {
    S3Exception refusal = Assertions.catchThrowableOfType(S3Exception.class, call);
    Assertions.assertThat(refusal).as("refused with %s", code).isNotNull();
    Assertions.assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
    return refusal;
  }
}
