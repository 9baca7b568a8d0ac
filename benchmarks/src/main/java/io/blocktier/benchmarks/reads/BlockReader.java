package io.blocktier.benchmarks.reads;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Somebody who keeps blocks, some of them in memory. Reads are thread-safe. */
interface BlockReader extends AutoCloseable {

  /** Keeps a block. */
  void load(int key, byte[] block) throws Exception;

  /** Does what comes behind loading. */
  default void loaded() throws Exception {}

  /**
   * Copies a block to a buffer, which is the reader's own and has its position at the beginning.
   */
  void read(int key, ByteBuffer target) throws Exception;

  @Override
  void close() throws IOException;
}
