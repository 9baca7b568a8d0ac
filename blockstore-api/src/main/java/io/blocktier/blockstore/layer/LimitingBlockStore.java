package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;

/**
 * Bounds how many calls are in flight, by what the store delivers rather than by the machine: the
 * limit grows while goodput (payload and calls per second) grows with it, steps back when it does
 * not, and is cut when the store throttles or does not answer.
 *
 * <p>A call without a turn waits, first come, first served, up to {@link LimitPolicy#maxWait()} or
 * the {@link Deadline} that is bound, and then fails with a throttled {@link
 * StoreUnavailableException}. A part of an upload and a page of a listing hold their turn only
 * during the call. Health checks and probes pass without one.
 */
public final class LimitingBlockStore extends InterceptingBlockStore {

  private final LimitPolicy policy;
  private final Ticker ticker;
  private final CallLimiter limiter;

  /**
   * Wraps a store.
   *
   * @param inner the store to spare
   * @param policy the bounds
   * @param effects elapsed time
   */
  public LimitingBlockStore(BlockStore inner, LimitPolicy policy, Effects effects) {
    super(inner);
    this.policy = policy;
    this.ticker = effects.ticker();
    this.limiter = new CallLimiter(policy, ticker);
  }

  /**
   * Returns the present limit, for metrics.
   *
   * @return how many calls may be in flight at this moment
   */
  public int limit() {
    return limiter.limit();
  }

  /**
   * Returns how many calls wait for a turn, for metrics.
   *
   * @return at most {@link LimitPolicy#maxWaiting()}
   */
  public int waiting() {
    return limiter.waiting();
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
    begin(call);
    try {
      T result = action.run();
      limiter.endServed(call.bytesSent() + Call.bytesReceived(result));
      return result;
    } catch (BlockStoreException e) {
      end(e);
      throw e;
    } catch (RuntimeException | Error e) {
      limiter.endUnjudged();
      throw e;
    }
  }

  private void begin(Call call) throws StoreUnavailableException {
    Duration patience = patience();
    switch (limiter.begin(patience)) {
      case GRANTED -> {}
      case QUEUE_FULL ->
          throw busy(call, policy.maxWaiting() + " calls wait already, the most that may");
      case TIMED_OUT -> throw busy(call, "no turn within " + patience.toMillis() + " ms");
      case INTERRUPTED ->
          throw new StoreUnavailableException(
              call.failure(this, "interrupted while waiting for a turn").remedy("call again"),
              null);
    }
  }

  private StoreUnavailableException busy(Call call, String detail) {
    Failure failure =
        call.failure(this, detail + "; the limit is " + limit() + " calls in flight")
            .remedy("try again later or send less at a time");
    return StoreUnavailableException.throttled(failure, null, null);
  }

  private void end(BlockStoreException error) {
    switch (error) {
      case StoreUnavailableException _, OutcomeUnknownException _ -> limiter.endRefused();
      case InvalidRequestException _, UnsupportedByStoreException _, StoreClosedException _ ->
          limiter.endUnjudged();
      default -> limiter.endServed(0);
    }
  }

  private Duration patience() {
    Duration longest = policy.maxWait();
    return Deadline.current()
        .map(deadline -> deadline.remaining(ticker))
        .filter(left -> left.compareTo(longest) < 0)
        .orElse(longest);
  }
}
