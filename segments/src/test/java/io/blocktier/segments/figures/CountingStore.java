package io.blocktier.segments.figures;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/** Counts reads and writes. */
final class CountingStore extends ForwardingBlockStore {

  private final LongAdder reads = new LongAdder();
  private final LongAdder readBytes = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder writtenBytes = new LongAdder();

  CountingStore(BlockStore inner) {
    super(inner);
  }

  void reset() {
    reads.reset();
    readBytes.reset();
    writes.reset();
    writtenBytes.reset();
  }

  long reads() {
    return reads.sum();
  }

  long readBytes() {
    return readBytes.sum();
  }

  long writes() {
    return writes.sum();
  }

  long writtenBytes() {
    return writtenBytes.sum();
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    BlockRead read = super.read(key, range, target);
    reads.increment();
    readBytes.add(read.length());
    return read;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    Receipt receipt = super.write(key, content, options);
    writes.increment();
    writtenBytes.add(receipt.size());
    return receipt;
  }

  @Override
  public String toString() {
    return "counting(" + inner() + ")";
  }
}
