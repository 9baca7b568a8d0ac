package io.blocktier.segments.audit;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.tck.Simulation;
import java.util.Collection;
import java.util.List;

/**
 * Lets other threads of a simulation run around batches of deletes, and leaves something out of
 * some listings, as a store does whose listings follow its writes late.
 */
public final class SteppingBatches extends ForwardingBlockStore {

  private final Simulation simulation;

  public SteppingBatches(BlockStore inner, Simulation simulation) {
    super(inner);
    this.simulation = simulation;
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    simulation.step();
    DeleteReport report = inner().deleteAll(keys);
    simulation.step();
    return report;
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    simulation.step();
    BlockListing all = inner().list(options.withPageSize(3));
    return new BlockListing() {
      @Override
      public List<ListEntry> nextPage() throws BlockStoreException {
        List<ListEntry> page = all.nextPage();
        simulation.step();
        boolean stale = simulation.effects().random().nextInt(12) == 0;
        return stale ? page.subList(0, page.size() / 2) : page;
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }
}
