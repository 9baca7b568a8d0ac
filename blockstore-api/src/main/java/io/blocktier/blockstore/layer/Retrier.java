package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import io.github.resilience4j.retry.Retry;

/** Tries the calls of one store again, each within its own deadline. */
final class Retrier {

  private final BlockStore store;
  private final RetryPolicy policy;
  private final Effects effects;
  private final Retry retry;

  Retrier(BlockStore store, RetryPolicy policy, Effects effects) {
    this.store = store;
    this.policy = policy;
    this.effects = effects;
    this.retry = new Backoff(policy, effects.random()).asRetry();
  }

  /** What a call does with its attempts. */
  @FunctionalInterface
  interface Body<T> {
    T run(Attempts attempts) throws BlockStoreException;
  }

  /** Makes the attempts of a call that may be made twice. */
  <T> T repeat(Call call, Call.Action<T> action) throws BlockStoreException {
    return call(call, action, Recovery.idempotent());
  }

  /** Makes the attempts of a call. */
  <T> T call(Call call, Call.Action<T> action, Recovery<T> recovery) throws BlockStoreException {
    return within(call, attempts -> attempts.run(action, recovery));
  }

  /** Runs something under a deadline and a budget of attempts of its own. */
  <T> T within(Call call, Body<T> body) throws BlockStoreException {
    Deadline deadline = Deadline.in(policy.operationTimeout(), effects.ticker());
    return deadline.<T, BlockStoreException>call(
        () -> body.run(new Attempts(store, call, retry, effects)));
  }
}
