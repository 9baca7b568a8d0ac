package io.blocktier.segments.collect;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.util.Collection;
import java.util.Map;

/** Answers a batch of deletes as if it had been empty, and deletes nothing. */
final class ForgetfulStore extends ForwardingBlockStore {

  ForgetfulStore(BlockStore inner) {
    super(inner);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) {
    return new DeleteReport(0, Map.of());
  }
}
