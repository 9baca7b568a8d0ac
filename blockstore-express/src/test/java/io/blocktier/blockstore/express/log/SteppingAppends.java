package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.Simulation;

/** Lets other threads of a simulation run before and after each append. */
final class SteppingAppends extends ForwardingBlockStore {

  private final Simulation simulation;

  SteppingAppends(BlockStore inner, Simulation simulation) {
    super(inner);
    this.simulation = simulation;
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    simulation.step();
    Receipt receipt = inner().append(key, expectedOffset, content);
    simulation.step();
    return receipt;
  }
}
