package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.spi.Effects;

/** A faulty store whose plan is empty is a sound one; asked to, it refuses to delete a block. */
class FaultyStoreContractTest extends BlockStoreContract {

  private final Effects effects = TestEffects.seeded(1);
  private final InMemoryBlockStore memory = new InMemoryBlockStore(effects);
  private final FaultyBlockStore idle = new FaultyBlockStore(memory, FaultPlan.of(1), effects);
  private final RefusingStore refusing = new RefusingStore(idle, effects);

  @Override
  protected BlockStore open() {
    return refusing;
  }

  @Override
  public boolean refuseDeletesOf(BlockKey key) {
    refusing.refuseDeletesOf(key);
    return true;
  }
}
