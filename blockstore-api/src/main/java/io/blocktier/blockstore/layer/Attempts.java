package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of one call, under the deadline that is bound. For one thread. */
final class Attempts {

  private final BlockStore store;
  private final Call call;
  private final Effects effects;
  private final Retry.AsyncContext<Object> budget;
  private final List<BlockStoreException> earlier = new ArrayList<>();
  private @Nullable OutcomeUnknownException lostReply;

  Attempts(BlockStore store, Call call, Retry retry, Effects effects) {
    this.store = store;
    this.call = call;
    this.effects = effects;
    this.budget = retry.asyncContext();
  }

  /** Makes attempts until one succeeds or the recovery or the budget says stop. */
  <T> T run(Call.Action<T> action, Recovery<T> recovery) throws BlockStoreException {
    while (true) {
      try {
        T result = action.run();
        budget.onComplete();
        return result;
      } catch (BlockStoreException e) {
        if (judge(e, recovery) instanceof Verdict.Settled<T>(T result)) {
          return result;
        }
      }
    }
  }

  /**
   * Pauses before another attempt.
   *
   * @return whether there may be one: false once attempts or time are used up
   * @throws BlockStoreException if the thread is interrupted
   */
  boolean pausedFor(BlockStoreException error) throws BlockStoreException {
    long millis = budget.onError(error);
    if (millis < 0 || remaining().compareTo(Duration.ofMillis(millis)) <= 0) {
      return false;
    }
    earlier.add(error);
    sleep(Duration.ofMillis(millis), error);
    return true;
  }

  private <T> Verdict<T> judge(BlockStoreException error, Recovery<T> recovery)
      throws BlockStoreException {
    if (error instanceof OutcomeUnknownException unknown) {
      lostReply = unknown;
    }
    Verdict<T> verdict = verdict(error, recovery);
    switch (verdict) {
      case Verdict.Settled<T> _ -> budget.onComplete();
      case Verdict.Failed<T>(BlockStoreException failure) -> throw honest(failure);
      case Verdict.Refused<T>(BlockStoreException refusal) -> throw withEarlier(refusal);
      case Verdict.Repeat<T> _ -> {
        if (!pausedFor(error)) {
          throw honest(error);
        }
      }
    }
    return verdict;
  }

  private <T> Verdict<T> verdict(BlockStoreException error, Recovery<T> recovery)
      throws BlockStoreException {
    try {
      return recovery.judge(error, lostReply != null);
    } catch (BlockStoreException lookFailed) {
      suppress(error, lookFailed);
      return new Verdict.Failed<>(error);
    }
  }

  /** A call whose reply was lost once must not claim later that nothing was changed. */
  private BlockStoreException honest(BlockStoreException error) {
    boolean saysSo =
        error instanceof OutcomeUnknownException || error instanceof StoreClosedException;
    if (lostReply == null || saysSo) {
      return withEarlier(error);
    }
    suppress(lostReply, error);
    return withEarlier(lostReply);
  }

  private BlockStoreException withEarlier(BlockStoreException error) {
    earlier.forEach(before -> suppress(error, before));
    return error;
  }

  /** Attaches an error to another one, unless they are the same. */
  @SuppressWarnings("ReferenceEquality") // an error cannot suppress itself
  static void suppress(Throwable error, Throwable other) {
    if (error != other) {
      error.addSuppressed(other);
    }
  }

  private Duration remaining() {
    return Deadline.current().orElseThrow().remaining(effects.ticker());
  }

  private void sleep(Duration pause, BlockStoreException error) throws BlockStoreException {
    try {
      effects.sleeper().sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      StoreUnavailableException stopped =
          new StoreUnavailableException(
              call.failure(store, "interrupted before another attempt")
                  .remedy("call again from a thread that is not interrupted"),
              error);
      throw honest(stopped);
    }
  }
}
