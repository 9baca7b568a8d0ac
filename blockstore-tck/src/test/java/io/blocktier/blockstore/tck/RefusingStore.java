package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.Effects;
import java.util.Collection;
import java.util.regex.Pattern;

/** Refuses to delete one block out of a batch, once it is told which. */
final class RefusingStore extends ForwardingBlockStore {

  private final Effects effects;
  private BlockStore deleting;

  RefusingStore(BlockStore inner, Effects effects) {
    super(inner);
    this.effects = effects;
    this.deleting = inner;
  }

  void refuseDeletesOf(BlockKey key) {
    FaultRule rule =
        FaultRule.of(FaultKind.REFUSED, 100, Operation.DELETE_ALL, Operation.DELETE_BY_PREFIX)
            .onKeys(Pattern.quote(key.value()));
    deleting = new FaultyBlockStore(inner(), FaultPlan.of(1, rule), effects);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    return deleting.deleteAll(keys);
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    return deleting.deleteByPrefix(prefix);
  }
}
