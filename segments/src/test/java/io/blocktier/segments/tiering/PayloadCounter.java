package io.blocktier.segments.tiering;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of segments that pass through this process, and the largest read. */
final class PayloadCounter extends ForwardingBlockStore {

  final AtomicLong read = new AtomicLong();
  final AtomicLong written = new AtomicLong();
  final AtomicInteger largestRead = new AtomicInteger();
  private final String objects;

  PayloadCounter(BlockStore inner, String objects) {
    super(inner);
    this.objects = objects;
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    BlockRead done = inner().read(key, range, target);
    if (key.value().startsWith(objects)) {
      read.addAndGet(done.length());
      largestRead.accumulateAndGet(done.length(), Math::max);
    }
    return done;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    if (key.value().startsWith(objects)) {
      written.addAndGet(content.length());
    }
    return inner().write(key, content, options);
  }
}
