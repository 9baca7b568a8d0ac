package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides how long to pause before the next attempt: exponential, capped, half of it random, and
 * never shorter than the store asked for.
 */
final class Backoff {

  private final RetryPolicy policy;
  private final RandomGenerator random;

  Backoff(RetryPolicy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  /** Makes a Resilience4j retry that is asked for pauses only: what to repeat is decided before. */
  Retry asRetry() {
    IntervalBiFunction<Object> pause = this::pauseMillis;
    RetryConfig config =
        RetryConfig.custom()
            .maxAttempts(policy.maxRetries() + 1)
            .intervalBiFunction(pause)
            .retryOnException(_ -> true)
            .build();
    return Retry.of("block-store", config);
  }

  private Long pauseMillis(Integer attempt, Either<Throwable, Object> outcome) {
    Duration asked = outcome.isLeft() ? retryAfter(outcome.getLeft()) : Duration.ZERO;
    return Math.max(jitteredMillis(attempt), saturatedMillis(asked));
  }

  private long jitteredMillis(int attempt) {
    double grown = policy.firstBackoff().toMillis() * Math.pow(2, attempt - 1);
    double capped = Math.min(grown, (double) saturatedMillis(policy.maxBackoff()));
    return (long) Math.ceil(capped * (1 + random.nextDouble()) / 2);
  }

  private static Duration retryAfter(Throwable error) {
    return switch (error) {
      case StoreUnavailableException unavailable -> unavailable.retryAfter().orElse(Duration.ZERO);
      case OutcomeUnknownException unknown -> unknown.retryAfter().orElse(Duration.ZERO);
      default -> Duration.ZERO;
    };
  }

  private static long saturatedMillis(Duration duration) {
    boolean huge = duration.toSeconds() > Integer.MAX_VALUE;
    return huge ? Long.MAX_VALUE / 2 : duration.toMillis();
  }
}
