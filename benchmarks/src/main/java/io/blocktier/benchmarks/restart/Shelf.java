package io.blocktier.benchmarks.restart;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What keeps blocks from one process to the next. Not thread-safe but where it says so. */
interface Shelf extends AutoCloseable {

  /** Keeps a block until a crash; called by many threads at once. */
  void write(String key, byte[] block) throws IOException;

  /** Makes everything that was written survive what a scenario has in store. */
  default void settle() throws IOException {}

  /** Returns a block, or nothing where it is lost. */
  byte @Nullable [] read(String key) throws IOException;

  /** Tells whether all blocks can be found without looking for them anywhere but in an index. */
  default boolean complete(long blocks) throws IOException {
    return true;
  }

  @Override
  void close() throws IOException;
}
