package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;

/** Counts what is asked of a store. For one thread. */
final class CallCounter extends ForwardingBlockStore {

  int writes;
  int reads;
  int stats;
  int lists;
  long bytesWritten;

  CallCounter(BlockStore inner) {
    super(inner);
  }

  void reset() {
    writes = 0;
    reads = 0;
    stats = 0;
    lists = 0;
    bytesWritten = 0;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    writes++;
    bytesWritten += content.length();
    return inner().write(key, content, options);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    reads++;
    return inner().read(key, range, target);
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    stats++;
    return inner().stat(key);
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    lists++;
    return inner().list(options);
  }
}
