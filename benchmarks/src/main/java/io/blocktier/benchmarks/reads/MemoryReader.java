package io.blocktier.benchmarks.reads;

import java.nio.ByteBuffer;

/** All blocks in memory by number, whatever they take: what is left is to copy one. */
final class MemoryReader implements BlockReader {

  private final byte[][] blocks;

  MemoryReader(ReadCell cell) {
    this.blocks = new byte[cell.blocks()][];
  }

  @Override
  public void load(int key, byte[] block) {
    blocks[key] = block.clone();
  }

  @Override
  public void read(int key, ByteBuffer target) {
    target.put(blocks[key]);
  }

  @Override
  public void close() {}
}
