package io.blocktier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Two accounts and strangers, where lists of rights are in force. */
abstract class TwoAccounts extends OverHttp {

  static final String BUCKET = "shared";

  S3Client other;
  S3Client second;

  @Override
  GatewayOptions options() {
    io.blocktier.gateway.Grant all = io.blocktier.gateway.Grant.everywhere(Right.READ_WRITE);
    return GatewayFixture.options()
        .with(new AccessKey("AKIDOTHER", "other secret", List.of(all), "other"))
        .with(new AccessKey("AKIDSECOND", "second secret", List.of(all)))
        .withAccessLists();
  }

  @Override
  @BeforeEach
  void start() throws IOException {
    super.start();
    other = client("AKIDOTHER", "other secret");
    second = client("AKIDSECOND", "second secret");
  }

  @Override
  @AfterEach
  void stop() throws IOException {
    other.close();
    second.close();
    super.stop();
  }

  S3Client owner() {
    return gateway.s3;
  }

  static void put(S3Client client, String key, String text) {
    client.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  S3Client client(String id, String secret) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + gateway.gateway.address().getPort()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)))
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  static void assertDenied(ThrowingCallable call) {
    assertFails(403, "AccessDenied", call);
  }

  static void assertFails(int status, String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }
}
