package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import java.time.Duration;
import java.util.function.Function;

/**
 * What happens to one call instead of its success.
 *
 * @param takesEffect whether the call reaches the store before it fails
 * @param error what the caller gets
 * @param meanwhile what happens behind the caller's back, before it hears of the failure
 */
record Fault(boolean takesEffect, Function<Failure, BlockStoreException> error, Event meanwhile) {

  /** Something that happens in the store. */
  @FunctionalInterface
  interface Event {
    void happen() throws BlockStoreException;
  }

  static Fault of(boolean takesEffect, Function<Failure, BlockStoreException> error) {
    return new Fault(takesEffect, error, () -> {});
  }

  static Fault unavailable() {
    return of(false, failure -> new StoreUnavailableException(failure, null));
  }

  static Fault throttled(Duration retryAfter) {
    return of(false, failure -> StoreUnavailableException.throttled(failure, null, retryAfter));
  }

  static Fault lostBefore() {
    return of(false, OutcomeUnknownException::new);
  }

  static Fault lostAfter() {
    return of(true, OutcomeUnknownException::new);
  }

  static Fault refused() {
    return of(false, AccessRefusedException::new);
  }

  static Fault corrupt() {
    return of(false, CorruptBlockException::new);
  }

  static Fault invalid() {
    return of(false, InvalidRequestException::new);
  }

  Fault and(Event event) {
    return new Fault(takesEffect, error, event);
  }
}
