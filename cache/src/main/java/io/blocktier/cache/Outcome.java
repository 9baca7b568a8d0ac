package io.blocktier.cache;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import java.time.Duration;

/** What became of a block on its way to the store. */
sealed interface Outcome {

  /** There was nothing to bring, or the store refuses it for good. */
  record Done() implements Outcome {}

  /** The store has it. */
  record Delivered() implements Outcome {}

  /** It has changed meanwhile. */
  record Changed() implements Outcome {}

  /** It has to wait, and the store is not to blame. */
  record Waiting(Duration pause) implements Outcome {}

  /** The journal could not be read, or the block was in use. */
  record Hindered(Exception reason) implements Outcome {}

  /** The store cannot take it now. */
  record InVain(BlockStoreException reason) implements Outcome {

    /** Returns how long the store asks to wait; zero if it does not say. */
    Duration atLeast() {
      return switch (reason) {
        case StoreUnavailableException e -> e.retryAfter().orElse(Duration.ZERO);
        case OutcomeUnknownException e -> e.retryAfter().orElse(Duration.ZERO);
        default -> Duration.ZERO;
      };
    }
  }
}
