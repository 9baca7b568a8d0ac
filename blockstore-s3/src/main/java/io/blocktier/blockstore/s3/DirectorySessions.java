package io.blocktier.blockstore.s3;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.SessionCredentials;

/**
 * The session by which object requests are signed that go past the SDK's client. One is opened at a
 * time, before the last one ends; one that the server no longer takes is dropped, which the SDK's
 * own cache does not do.
 */
final class DirectorySessions implements AwsCredentialsProvider {

  private static final Duration BEFORE_ITS_END = Duration.ofSeconds(60);

  private final S3Client client;
  private final String bucket;
  private final Duration longest;
  private final InstantSource clock;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable SessionKeys current;

  DirectorySessions(S3Client client, String bucket, Duration longest, InstantSource clock) {
    this.client = client;
    this.bucket = bucket;
    this.longest = longest;
    this.clock = clock;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    SessionKeys keys = current();
    return keys == null ? renewed() : keys;
  }

  private SessionKeys renewed() {
    opening.lock();
    try {
      SessionKeys meanwhile = current();
      if (meanwhile != null) {
        return meanwhile;
      }
      SessionKeys opened = open();
      current = opened;
      return opened;
    } finally {
      opening.unlock();
    }
  }

  private @Nullable SessionKeys current() {
    SessionKeys keys = current;
    return keys != null && clock.instant().isBefore(keys.renewAt()) ? keys : null;
  }

  /** Forgets the session, so that the next request opens another. */
  void drop() {
    current = null;
  }

  private SessionKeys open() {
    SessionCredentials keys = client.createSession(r -> r.bucket(bucket)).credentials();
    Instant now = clock.instant();
    Instant end = keys.expiration() == null ? now.plus(longest) : keys.expiration();
    Instant last = end.isBefore(now.plus(longest)) ? end : now.plus(longest);
    Duration life = Duration.between(now, last);
    Duration margin =
        life.dividedBy(2).compareTo(BEFORE_ITS_END) < 0 ? life.dividedBy(2) : BEFORE_ITS_END;
    return new SessionKeys(
        keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken(), last.minus(margin));
  }
}
