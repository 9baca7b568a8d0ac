package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.measure.DurableLag;
import java.io.IOException;

/** Somebody who writes blocks. Thread-safe, for as many writers as it was opened for. */
public interface BlockWriter extends AutoCloseable {

  /** Opens a writer; public, as peers in class paths of their own provide it. */
  @FunctionalInterface
  interface Opening {
    /**
     * Opens it.
     *
     * @param cell what is going to be written, by how many, and where
     * @return the writer
     * @throws Exception if it cannot be opened
     */
    BlockWriter open(WriteCell cell) throws Exception;
  }

  /**
   * Writes a block over the one that was there.
   *
   * @param writer who writes, from 0
   * @param key which block, from 0; each is one writer's own
   * @param block its bytes; the buffer is to be read from its beginning
   * @throws Exception if it fails
   */
  void write(int writer, int key, Payload block) throws Exception;

  /**
   * Waits until everything that was acknowledged is where it is going to be.
   *
   * @throws Exception if it fails
   */
  default void settle() throws Exception {}

  /**
   * Tells how far what is durable lags behind what was acknowledged until now.
   *
   * @return the lag
   * @throws Exception if nobody knows
   */
  DurableLag lag() throws Exception;

  /** Tells whether its writers are virtual threads; native calls would keep their carriers. */
  default boolean onVirtualThreads() {
    return false;
  }

  @Override
  void close() throws IOException;
}
