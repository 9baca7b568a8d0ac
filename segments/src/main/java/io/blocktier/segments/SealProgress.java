package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.spi.Ticker;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far records have come into segments, whether that goes on, and what else keeps a call
 * waiting. Thread-safe.
 */
final class SealProgress {

  private final Events events;
  private final Ticker ticker;
  private final SegmentFailures failures;
  private final LongAdder seals = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile long sealed;
  private volatile long wanted;
  private volatile @Nullable IOException failure;
  private volatile @Nullable BlockStoreException end;

  SealProgress(Events events, Ticker ticker, SegmentFailures failures, long sealed) {
    this.events = events;
    this.ticker = ticker;
    this.failures = failures;
    this.sealed = sealed;
  }

  /** Returns the generation of the log up to which all is in committed segments. */
  long sealed() {
    return sealed;
  }

  /** Returns the generation up to which somebody wants all to be sealed at once. */
  long wanted() {
    return wanted;
  }

  /** Asks for everything up to a generation to be sealed, whatever its size and age. */
  void want(long generation) {
    boolean more;
    synchronized (this) {
      more = generation > wanted;
      wanted = Math.max(wanted, generation);
    }
    if (more) {
      events.happened();
    }
  }

  /** Returns how many segments were written and committed. */
  long seals() {
    return seals.sum();
  }

  /** Returns how many attempts failed. */
  long failures() {
    return failed.sum();
  }

  void advance(long generation) {
    seals.increment();
    sealed = generation;
    failure = null;
    events.happened();
  }

  void failed(IOException cause) {
    failed.increment();
    failure = cause;
    events.happened();
  }

  /** Returns why nothing was sealed lately, or null if the last attempt went well. */
  @Nullable IOException failure() {
    return failure;
  }

  /** Lets nothing more be written or sealed; the first reason stays. */
  void end(BlockStoreException reason) {
    synchronized (this) {
      if (end == null) {
        end = reason;
      }
    }
    events.happened();
  }

  /** Returns why nothing is written or sealed any more, or null. */
  @Nullable BlockStoreException end() {
    return end;
  }

  boolean hasEnded() {
    return end != null;
  }

  void requireGoing(Operation operation) throws BlockStoreException {
    BlockStoreException reason = end;
    if (reason != null) {
      throw failures.again(operation, reason);
    }
  }

  /** Waits until everything up to a generation is sealed. */
  void awaitSealed(Operation operation, long generation, Deadline deadline)
      throws BlockStoreException {
    if (sealed < generation) {
      want(generation);
      await(operation, () -> sealed >= generation, "records are not sealed yet", deadline);
    }
  }

  /**
   * Waits until something holds.
   *
   * @param what says what was waited for in vain
   */
  void await(Operation operation, BooleanSupplier condition, String what, Deadline deadline)
      throws BlockStoreException {
    while (true) {
      Signal changed = events.next();
      if (condition.getAsBoolean()) {
        return;
      }
      requireGoing(operation);
      try {
        if (!changed.await(deadline.remaining(ticker)) && !condition.getAsBoolean()) {
          throw failures.late(operation, what, failure);
        }
      } catch (InterruptedException e) {
        throw failures.interrupted(operation, e);
      }
    }
  }
}
