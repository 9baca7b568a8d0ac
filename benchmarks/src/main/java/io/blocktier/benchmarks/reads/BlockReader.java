package io.blocktier.benchmarks.reads;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Somebody who keeps blocks, some of them in memory. Reads are thread-safe. */
public interface BlockReader extends AutoCloseable {

  /** Opens a reader; public, as peers in class paths of their own provide it. */
  @FunctionalInterface
  interface Opening {
    /**
     * Opens it.
     *
     * @param cell what is going to be read, and where it is kept
     * @return the reader
     * @throws Exception if it cannot be opened
     */
    BlockReader open(ReadCell cell) throws Exception;
  }

  /**
   * Keeps a block.
   *
   * @param key which, from 0
   * @param block its bytes
   * @throws Exception if it fails
   */
  void load(int key, byte[] block) throws Exception;

  /**
   * Does what comes behind loading.
   *
   * @throws Exception if it fails
   */
  default void loaded() throws Exception {}

  /**
   * Copies a block to a buffer, which is the reader's own and has its position at the beginning.
   *
   * @param key which
   * @param target on the heap, as long as the block
   * @throws Exception if it fails
   */
  void read(int key, ByteBuffer target) throws Exception;

  @Override
  void close() throws IOException;
}
