package io.blocktier.gateway.bucket;

import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.S3Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * How objects are said to be encrypted by default, bucket by bucket. Amazon's buckets have a
 * default from the start, since Amazon encrypts what it keeps; here nothing is encrypted, so a
 * bucket where nobody said anything has none, and its objects are not told to be. What was found is
 * taken for granted as long as its bucket is; then one of those who write looks again, and the
 * others go on with what was found. Thread-safe.
 */
public final class BucketEncryptions {

  private static final String SETTING = "encryption";

  /** Buckets that are gone are known, too, until there are so many. */
  private static final int MAX_KNOWN = 10_000;

  private final BucketRegistry buckets;
  private final BucketSettings settings;
  private final Ticker ticker;
  private final long trustNanos;
  private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();

  /** What was found of the bucket that was created then. */
  private record Known(Instant created, Optional<Encryption> found, long nanos) {}

  /**
   * Keeps what is said of buckets among their settings.
   *
   * @param trust how long a setting is what it was without another look
   */
  public BucketEncryptions(
      BucketRegistry buckets, BucketSettings settings, Ticker ticker, Duration trust) {
    this.buckets = buckets;
    this.settings = settings;
    this.ticker = ticker;
    this.trustNanos = trust.toNanos();
  }

  /** GetBucketEncryption. */
  public Answer get(S3Request request) throws IOException {
    String bucket = bucket(request).name();
    return find(bucket)
        .map(encryption -> Answer.xml(encryption.document()))
        .orElseThrow(() -> missing(bucket));
  }

  /** PutBucketEncryption. */
  public Answer put(S3Request request) throws IOException {
    Bucket bucket = bucket(request);
    Encryption encryption = Encryption.parse(request.document());
    if (bucket.isDirectory()) {
      encryption.requireOfDirectory();
    }
    settings.put(bucket.name(), SETTING, new String(encryption.document(), StandardCharsets.UTF_8));
    know(bucket, Optional.of(encryption));
    return Answer.empty(Answer.OK);
  }

  /** DeleteBucketEncryption. */
  public Answer delete(S3Request request) throws IOException {
    Bucket bucket = bucket(request);
    settings.delete(bucket.name(), SETTING);
    know(bucket, Optional.empty());
    return Answer.empty(Answer.NO_CONTENT);
  }

  /** Returns what an object is that a request makes: with the default, unless it says otherwise. */
  public ObjectAttributes applied(ObjectAttributes stated, Bucket bucket) throws IOException {
    if (!Encryption.completes(stated.headers())) {
      return stated;
    }
    Optional<Encryption> encryption = of(bucket);
    return encryption.isPresent()
        ? stated.withHeaders(encryption.get().completed(stated.headers()))
        : stated;
  }

  private Optional<Encryption> of(Bucket bucket) throws IOException {
    long now = ticker.nanos();
    @Nullable Known before = known.get(bucket.name());
    if (before == null || !before.created.equals(bucket.created())) {
      return look(bucket, before, now);
    }
    Known looking = new Known(before.created, before.found, now);
    if (now - before.nanos < trustNanos || !known.replace(bucket.name(), before, looking)) {
      return before.found;
    }
    try {
      return look(bucket, looking, now);
    } catch (IOException | RuntimeException e) {
      known.replace(bucket.name(), looking, before);
      throw e;
    }
  }

  /** Whoever set it meanwhile knows better than what was read before. */
  private Optional<Encryption> look(Bucket bucket, @Nullable Known before, long now)
      throws IOException {
    Optional<Encryption> found = find(bucket.name());
    requireRoom();
    Known after = new Known(bucket.created(), found, now);
    if (before == null) {
      known.putIfAbsent(bucket.name(), after);
    } else {
      known.replace(bucket.name(), before, after);
    }
    return found;
  }

  private void know(Bucket bucket, Optional<Encryption> encryption) {
    requireRoom();
    known.put(bucket.name(), new Known(bucket.created(), encryption, ticker.nanos()));
  }

  private void requireRoom() {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
  }

  private Optional<Encryption> find(String bucket) throws IOException {
    Optional<String> text = settings.find(bucket, SETTING);
    return text.isPresent()
        ? Optional.of(Encryption.parse(text.get().getBytes(StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  private Bucket bucket(S3Request request) throws IOException {
    return buckets.require(request.target().bucket());
  }

  private static S3Exception missing(String bucket) {
    S3ErrorCode code = S3ErrorCode.SERVER_SIDE_ENCRYPTION_CONFIGURATION_NOT_FOUND;
    return new S3Exception(code, code.text(), Map.of("BucketName", bucket));
  }
}
