package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import java.nio.ByteBuffer;

/**
 * The block that a segment is: reads parts of it, and says what is wrong with them. Immutable and
 * thread-safe.
 *
 * @param store that has it
 * @param key where it is
 * @param segment the number of the segment
 * @param bytes how large it is
 */
record SegmentBlock(BlockStore store, BlockKey key, long segment, long bytes) {

  /** Fills a part of an array, by one request. */
  void read(long offset, byte[] target, int at, int length) throws BlockStoreException {
    ByteRange range = ByteRange.of(offset, length);
    BlockRead read = store.read(key, range, ByteBuffer.wrap(target, at, length));
    long size = read.block().size();
    if (size != bytes || read.length() != length) {
      throw corrupt("the block has " + size + " bytes instead of " + bytes);
    }
  }

  CorruptBlockException corrupt(FormatException cause) {
    return new CorruptBlockException(failure(String.valueOf(cause.getMessage())), cause);
  }

  CorruptBlockException corrupt(String detail) {
    return new CorruptBlockException(failure(detail));
  }

  private Failure failure(String detail) {
    return Failure.of(store, Operation.READ, key, "segment " + segment + ": " + detail)
        .remedy("restore the segment from another tier or a copy of it");
  }
}
