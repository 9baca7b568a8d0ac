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

/** A faulty store whose plan is empty is a sound one; asked to, it refuses to delete a block. */
class FaultyStoreContractTest extends BlockStoreContract {

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final FaultyBlockStore idle = new FaultyBlockStore(memory, FaultPlan.of(1), effects);
  private BlockStore deleting = idle;

  @Override
  protected BlockStore open() {
    return new ForwardingBlockStore(idle) {
      @Override
      public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
        return deleting.deleteAll(keys);
      }

      @Override
      public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
        return deleting.deleteByPrefix(prefix);
      }
    };
  }

  @Override
  public boolean refuseDeletesOf(BlockKey key) {
    FaultRule rule =
        FaultRule.of(FaultKind.REFUSED, 100, Operation.DELETE_ALL, Operation.DELETE_BY_PREFIX)
            .onKeys(Pattern.quote(key.value()));
    deleting = new FaultyBlockStore(memory, FaultPlan.of(1, rule), effects);
    return true;
  }
}
