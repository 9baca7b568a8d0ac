package io.blocktier.blockstore.s3;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Keys that are unlike themselves after each renewal. The SDK's client keeps one session for each
 * bucket and each of the keys it knows, and has no way to give one up that the server ended early:
 * with keys that it has not seen before it opens another. Thread-safe.
 */
final class RenewableKeys implements AwsCredentialsProvider, SdkAutoCloseable {

  private final AwsCredentialsProvider keys;
  private final AtomicInteger renewals = new AtomicInteger();

  RenewableKeys(AwsCredentialsProvider keys) {
    this.keys = keys;
  }

  private record Lasting(String accessKeyId, String secretAccessKey, int renewals)
      implements AwsCredentials {
    @Override
    public String toString() {
      return "Lasting[****]";
    }
  }

  private record Passing(
      String accessKeyId, String secretAccessKey, String sessionToken, int renewals)
      implements AwsCredentials, AwsSessionCredentialsIdentity {
    @Override
    public String toString() {
      return "Passing[****]";
    }
  }

  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentials found = keys.resolveCredentials();
    return found instanceof AwsSessionCredentials passing
        ? new Passing(
            passing.accessKeyId(),
            passing.secretAccessKey(),
            passing.sessionToken(),
            renewals.get())
        : new Lasting(found.accessKeyId(), found.secretAccessKey(), renewals.get());
  }

  /** Lets the client's sessions be forgotten. */
  void renew() {
    renewals.incrementAndGet();
  }

  @Override
  public void close() {
    if (keys instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
