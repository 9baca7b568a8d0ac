package io.blocktier.benchmarks.local;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Somebody who keeps blocks as files. Called by one thread. */
interface LocalBlocks extends AutoCloseable {

  /** Writes a block over the one that was there; durable when it returns. */
  void write(int block, byte[] bytes) throws IOException;

  /** Reads a block into a buffer with its position at the beginning. */
  void read(int block, ByteBuffer target) throws IOException;

  @Override
  void close() throws IOException;
}
