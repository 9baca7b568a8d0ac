package io.blocktier.gateway.express;

import io.blocktier.blockstore.spi.Ticker;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.S3Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The renames that were done lately under a token of the client, so that one that is asked for
 * again is not done again. Keeps the latest of them. Thread-safe.
 */
final class RenameTokens {

  private static final String HEADER = "x-amz-client-token";
  private static final int MAX_LENGTH = 64;
  private static final int MAX_KEPT = 10_000;
  private static final Duration KEPT_FOR = Duration.ofMinutes(15);

  private final Ticker ticker;
  private final Lock lock = new ReentrantLock();
  private final Map<String, Done> done = new Latest();

  RenameTokens(Ticker ticker) {
    this.ticker = ticker;
  }

  private record Done(String asked, long nanos) {}

  private static final class Latest extends LinkedHashMap<String, Done> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Done> eldest) {
      return size() > MAX_KEPT;
    }
  }

  /** Reads the token of a request. */
  static Optional<String> of(S3Request request) throws S3Exception {
    Optional<String> token = request.header(HEADER);
    boolean legal =
        token
            .filter(text -> text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > ' '))
            .isEmpty();
    if (!legal) {
      throw new S3Exception(S3ErrorCode.INVALID_REQUEST, "The client token is not legal");
    }
    return token;
  }

  /**
   * Tells whether a rename was done already.
   *
   * @throws S3Exception {@code IdempotentParameterMismatch} if another one was
   */
  boolean isDone(String token, String asked) throws S3Exception {
    Done earlier = find(token);
    if (earlier == null || ticker.nanos() - earlier.nanos > KEPT_FOR.toNanos()) {
      return false;
    }
    if (!earlier.asked.equals(asked)) {
      throw new S3Exception(S3ErrorCode.IDEMPOTENT_PARAMETER_MISMATCH);
    }
    return true;
  }

  void done(String token, String asked) {
    lock.lock();
    try {
      done.put(token, new Done(asked, ticker.nanos()));
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Done find(String token) {
    lock.lock();
    try {
      return done.get(token);
    } finally {
      lock.unlock();
    }
  }
}
