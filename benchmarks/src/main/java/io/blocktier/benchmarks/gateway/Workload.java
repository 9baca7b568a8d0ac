package io.blocktier.benchmarks.gateway;

import io.blocktier.benchmarks.wire.Wire;
import java.io.IOException;

/** What is asked of a server, by any number of connections. */
interface Workload {

  /** Does what has to be there before the first round. */
  void prepare() throws IOException;

  /** Does what has to be there before each batch, where requests run out. */
  default void refill() throws IOException {}

  /** Tells whether requests run out, so that a round is one batch of them, however long. */
  default boolean runsOut() {
    return false;
  }

  /** Makes the requests of one connection, for one round. */
  Errand errand(int connection) throws IOException;

  /** The requests of one connection. Called by one thread. */
  @FunctionalInterface
  interface Errand {
    /**
     * Does one request.
     *
     * @return how many operations that were; 0 if nothing was left to ask for, and nothing was
     */
    int next(Wire wire) throws IOException;
  }
}
