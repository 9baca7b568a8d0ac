package io.blocktier.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.Grant;
import io.blocktier.gateway.Right;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessKeyTest {

  @ParameterizedTest
  @CsvSource({
    "*, any, true",
    "logs, logs, true",
    "logs, logs2, false",
    "logs-*, logs-2026, true",
    "logs-*, logs-, true",
    "logs-*, log, false",
    "*-logs, app-logs, true",
    "*-logs, app-logs-old, false",
    "a*b*c, aXbXbXc, true",
    "a*b*c, aXbX, false",
    "*--x-s3, b--use1-az4--x-s3, true",
    "a**, a, true",
    "a.b, aXb, false"
  })
  void aStarStandsForAnyCharacters(String pattern, String bucket, boolean matches) {
    assertThat(new Grant(pattern, Right.READ_WRITE).allows(Right.READ_ONLY, bucket))
        .isEqualTo(matches);
  }

  @Test
  void whoeverMayWriteMayRead() {
    AccessKey key =
        new AccessKey(
            "id",
            "secret",
            List.of(new Grant("*", Right.READ_ONLY), new Grant("own-*", Right.READ_WRITE)));
    assertThat(key.may(Right.READ_ONLY, "other")).isTrue();
    assertThat(key.may(Right.READ_WRITE, "other")).isFalse();
    assertThat(key.may(Right.READ_WRITE, "own-1")).isTrue();
    assertThat(key.may(Right.READ_ONLY, "own-1")).isTrue();
  }

  @Test
  void aKeyWithoutGrantsMayDoNothing() {
    assertThat(new AccessKey("id", "secret", List.of()).may(Right.READ_ONLY, "b")).isFalse();
  }

  @Test
  void aKeyWithoutIdOrSecretIsRefusedWithoutQuotingTheSecret() {
    assertThatThrownBy(() -> new AccessKey(" ", "s3cret", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> new AccessKey("id", "", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Grant("", Right.READ_ONLY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNewSecretOfAKnownIdCountsAtOnce() throws Exception {
    AtomicReference<AccessKey> current = new AtomicReference<>(Examples.KEY);
    Instant now = Examples.TIME;
    Authenticator authenticator =
        new Authenticator(
            (id, token) -> Optional.of(current.get()), InstantSource.fixed(now), Examples.REGION);
    SentHead head =
        SentHead.of("GET", "/b", "Host", "h", "x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    authenticator.authenticate(TestSigner.EXAMPLE.sign(head));
    AccessKey rotated = new AccessKey(Examples.KEY.id(), "rotated", List.of());
    current.set(rotated);
    SentHead resigned =
        new TestSigner(rotated, Examples.REGION, "s3", "20130524T000000Z").sign(head);
    assertThat(authenticator.authenticate(resigned).caller())
        .isEqualTo(new Caller.KeyHolder(rotated, SigningService.S3));
    Examples.refused(
        io.blocktier.gateway.error.S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        () -> authenticator.authenticate(TestSigner.EXAMPLE.sign(head)));
  }
}
