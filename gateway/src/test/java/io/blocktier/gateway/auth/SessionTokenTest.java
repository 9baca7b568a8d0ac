package io.blocktier.gateway.auth;

import static io.blocktier.gateway.auth.Examples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.gateway.AccessKey;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Temporary keys, which come with a token. */
class SessionTokenTest {

  private static final SentHead UNSIGNED =
      SentHead.of("GET", "/b/k", "Host", "h", "x-amz-content-sha256", "UNSIGNED-PAYLOAD");

  private final List<SessionToken> asked = new ArrayList<>();
  private final Authenticator authenticator =
      new Authenticator(this::find, InstantSource.fixed(Examples.TIME), Examples.REGION);

  private Optional<AccessKey> find(String id, SessionToken token) throws S3Exception {
    asked.add(token);
    if (token.equals(new SessionToken.Sts("old"))) {
      throw new S3Exception(S3ErrorCode.EXPIRED_TOKEN);
    }
    return Optional.of(Examples.KEY).filter(key -> key.id().equals(id));
  }

  @Test
  void aTokenOfTheTokenServiceIsLookedUpWithItsKey() throws S3Exception {
    Authentication sender =
        authenticator.authenticate(
            TestSigner.EXAMPLE.sign(UNSIGNED.with("x-amz-security-token", "t0ken")));
    assertThat(sender.token()).isEqualTo(new SessionToken.Sts("t0ken"));
    assertThat(asked).containsExactly(new SessionToken.Sts("t0ken"));
  }

  @Test
  void aTokenOfADirectoryBucketIsLookedUpAsOne() throws S3Exception {
    SentHead head = UNSIGNED.with("x-amz-s3session-token", "t0ken");
    assertThat(authenticator.authenticate(TestSigner.EXAMPLE.sign(head)).token())
        .isEqualTo(new SessionToken.Express("t0ken"));
  }

  @Test
  void aTokenThatIsNotSignedIsRefused() {
    SentHead head = TestSigner.EXAMPLE.sign(UNSIGNED).with("x-amz-s3session-token", "t0ken");
    refused(S3ErrorCode.ACCESS_DENIED, () -> authenticator.authenticate(head));
    assertThat(asked).isEmpty();
  }

  @Test
  void whatTheLookupSaysOfATokenIsTheAnswer() {
    SentHead head = TestSigner.EXAMPLE.sign(UNSIGNED.with("x-amz-security-token", "old"));
    refused(S3ErrorCode.EXPIRED_TOKEN, () -> authenticator.authenticate(head));
  }

  @Test
  void aKeyThatLastsHasNoToken() {
    SentHead head = TestSigner.EXAMPLE.sign(UNSIGNED.with("x-amz-security-token", "t0ken"));
    refused(S3ErrorCode.INVALID_TOKEN, () -> Examples.authenticator().authenticate(head));
  }

  @Test
  void tokensAndSecretsAreNotPrinted() {
    assertThat(
            List.of(
                    new SessionToken.Sts("s3cret"),
                    new SessionToken.Express("s3cret"),
                    new AccessKey("id", "s3cret", List.of()),
                    new Caller.KeyHolder(
                        new AccessKey("id", "s3cret", List.of()), SigningService.S3))
                .toString())
        .contains("id")
        .doesNotContain("s3cret");
  }
}
