package io.blocktier.segments.check;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.util.Optional;

/** Keeps no checksums. */
final class BlindStore extends ForwardingBlockStore {

  BlindStore(BlockStore inner) {
    super(inner);
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    BlockStat stat = inner().stat(key);
    return new BlockStat(
        stat.key(),
        stat.size(),
        stat.etag(),
        stat.lastModified(),
        Optional.empty(),
        stat.metadata(),
        stat.storageClass(),
        stat.putId());
  }
}
