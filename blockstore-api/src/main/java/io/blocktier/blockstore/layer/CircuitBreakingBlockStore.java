package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Ticker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Fails calls at once, with {@link StoreUnavailableException}, while the store is down, instead of
 * letting each find out by waiting.
 *
 * <p>Failures are {@link StoreUnavailableException} and {@link OutcomeUnknownException}, unless
 * throttled. A store that throttles is up: slowing down is the limiter's concern, and the call
 * counts neither way. So do calls that never reached the store: {@link InvalidRequestException},
 * {@link UnsupportedByStoreException}, {@link StoreClosedException}. Any other answer, errors
 * included, shows that the store is up.
 *
 * <p>Health checks and probes always pass and count neither way. Time is elapsed time; no thread is
 * used.
 */
public final class CircuitBreakingBlockStore extends InterceptingBlockStore {

  /** Slowness is no failure here: every call has a deadline, and missing that one is. */
  private static final Duration SLOWEST_CALL = Duration.ofDays(365);

  private final Ticker ticker;
  private final Duration openFor;
  private final CircuitBreaker breaker;
  private volatile long openedNanos;

  /**
   * Wraps a store.
   *
   * @param inner the store that may go down
   * @param policy when it counts as down, and for how long
   * @param effects elapsed time
   */
  public CircuitBreakingBlockStore(BlockStore inner, BreakerPolicy policy, Effects effects) {
    super(inner);
    this.ticker = effects.ticker();
    this.openFor = policy.openFor();
    this.breaker = CircuitBreaker.of("block-store", config(policy, ticker));
    breaker.getEventPublisher().onStateTransition(event -> noteOpening(event.getStateTransition()));
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    return inner().probe();
  }

  @Override
  public Health healthCheck() throws BlockStoreException {
    return inner().healthCheck();
  }

  @Override
  <T> T run(Call call, Call.Action<T> action) throws BlockStoreException {
    if (!breaker.tryAcquirePermission()) {
      throw refused(call);
    }
    long start = ticker.nanos();
    try {
      T result = action.run();
      breaker.onSuccess(ticker.nanos() - start, TimeUnit.NANOSECONDS);
      return result;
    } catch (BlockStoreException e) {
      breaker.onError(ticker.nanos() - start, TimeUnit.NANOSECONDS, e);
      throw e;
    } catch (RuntimeException | Error e) {
      breaker.releasePermission();
      throw e;
    }
  }

  private void noteOpening(CircuitBreaker.StateTransition transition) {
    if (transition.getToState() == CircuitBreaker.State.OPEN) {
      openedNanos = ticker.nanos();
    }
  }

  private StoreUnavailableException refused(Call call) {
    Duration left = openFor.minusNanos(ticker.nanos() - openedNanos);
    String when = left.isPositive() ? "in " + left.toMillis() + " ms" : "after the calls on trial";
    return new StoreUnavailableException(
        call.failure(this, "the store is down; calls are let through again " + when)
            .remedy("look at the first failures and at healthCheck()"),
        null);
  }

  private static CircuitBreakerConfig config(BreakerPolicy policy, Ticker ticker) {
    return CircuitBreakerConfig.custom()
        .failureRateThreshold(policy.failurePercent())
        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
        .slidingWindowSize(policy.windowCalls())
        .minimumNumberOfCalls(policy.minimumCalls())
        .permittedNumberOfCallsInHalfOpenState(policy.trialCalls())
        .waitDurationInOpenState(policy.openFor())
        .slowCallDurationThreshold(SLOWEST_CALL)
        .recordException(CircuitBreakingBlockStore::isFailure)
        .ignoreException(CircuitBreakingBlockStore::saysNothing)
        .clock(new TickerClock(ticker))
        .currentTimestampFunction(_ -> ticker.nanos(), TimeUnit.NANOSECONDS)
        .build();
  }

  private static boolean isFailure(Throwable error) {
    return error instanceof StoreUnavailableException || error instanceof OutcomeUnknownException;
  }

  private static boolean saysNothing(Throwable error) {
    return switch (error) {
      case StoreUnavailableException unavailable -> unavailable.throttled();
      case OutcomeUnknownException unknown -> unknown.throttled();
      case InvalidRequestException _, UnsupportedByStoreException _, StoreClosedException _ -> true;
      default -> false;
    };
  }
}
