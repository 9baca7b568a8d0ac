package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.s3.directory.DirectoryBucket;
import io.blocktier.blockstore.s3.directory.SessionListener;
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
 * time, before the last one ends; one that the server no longer takes is dropped, and with it the
 * session that the client opened for its own requests.
 */
final class DirectorySessions implements AwsCredentialsProvider {

  private static final Duration BEFORE_ITS_END = Duration.ofSeconds(60);

  /** Requests that were signed by the last session fail for a while after the next is there. */
  private static final Duration YOUNGEST_DROPPED = Duration.ofSeconds(1);

  private final S3Client client;
  private final RenewableKeys keys;
  private final SessionListener listener;
  private final String bucket;
  private final Duration longest;
  private final InstantSource clock;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable SessionKeys current;
  private Instant dropped = Instant.MIN;

  DirectorySessions(
      S3Client client, RenewableKeys keys, DirectoryBucket bucket, InstantSource clock) {
    this.client = client;
    this.keys = keys;
    this.listener = bucket.listener();
    this.bucket = bucket.name();
    this.longest = bucket.sessionDuration();
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

  /** Forgets both sessions, so that the next requests open others: once for all that fail. */
  void drop() {
    opening.lock();
    try {
      Instant now = clock.instant();
      if (now.isAfter(dropped.plus(YOUNGEST_DROPPED))) {
        dropped = now;
        current = null;
        keys.renew();
        listener.ended();
      }
    } finally {
      opening.unlock();
    }
  }

  private SessionKeys open() {
    SessionCredentials opened = client.createSession(r -> r.bucket(bucket)).credentials();
    Instant now = clock.instant();
    Instant end = opened.expiration() == null ? now.plus(longest) : opened.expiration();
    Instant last = end.isBefore(now.plus(longest)) ? end : now.plus(longest);
    Duration life = Duration.between(now, last);
    Duration margin =
        life.dividedBy(2).compareTo(BEFORE_ITS_END) < 0 ? life.dividedBy(2) : BEFORE_ITS_END;
    return new SessionKeys(
        opened.accessKeyId(), opened.secretAccessKey(), opened.sessionToken(), last.minus(margin));
  }
}
