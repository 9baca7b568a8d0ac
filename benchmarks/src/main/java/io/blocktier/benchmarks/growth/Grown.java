package io.blocktier.benchmarks.growth;

import java.io.IOException;

/** Something that holds a number of blocks, and one operation on it. Called by one thread. */
interface Grown extends AutoCloseable {

  /** Fills it. */
  void fill(int size) throws Exception;

  /** Does the operation once; returns how many blocks, entries or records that was about. */
  long once(int number) throws Exception;

  @Override
  void close() throws IOException;
}
