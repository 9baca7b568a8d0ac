package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is paid for, and stays open when somebody closes it. */
final class CountedStore extends ForwardingBlockStore {

  final AtomicInteger writes = new AtomicInteger();
  final AtomicInteger reads = new AtomicInteger();

  CountedStore(BlockStore inner) {
    super(inner);
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    writes.incrementAndGet();
    return inner().write(key, content, options);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    if (key.value().startsWith("packed/segments/") || key.value().startsWith("packed/objects/")) {
      reads.incrementAndGet();
    }
    return inner().read(key, range, target);
  }

  BlockStore unwrapped() {
    return inner();
  }

  /** What memory does is known; races would take most of the time of a short life. */
  @Override
  public ProbeReport probe() {
    return new ProbeReport(toString(), List.of(), capabilities());
  }

  @Override
  public void close() {}
}
