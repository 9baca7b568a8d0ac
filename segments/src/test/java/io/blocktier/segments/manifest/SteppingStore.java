package io.blocktier.segments.manifest;

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
import java.util.Map;

/**
 * Lets other threads of a simulation run between the deletions of a batch, and lists some of what
 * there is.
 */
final class SteppingStore extends ForwardingBlockStore {

  private final Simulation simulation;

  SteppingStore(BlockStore inner, Simulation simulation) {
    super(inner);
    this.simulation = simulation;
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    long deleted = 0;
    for (BlockKey key : keys) {
      simulation.step();
      deleted += inner().deleteAll(List.of(key)).orThrow();
    }
    return new DeleteReport(deleted, Map.of());
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    simulation.step();
    BlockListing all = inner().list(options);
    return new BlockListing() {
      @Override
      public List<ListEntry> nextPage() throws BlockStoreException {
        List<ListEntry> page = all.nextPage();
        boolean stale = simulation.effects().random().nextInt(3) == 0;
        return stale ? page.subList(0, page.size() / 2) : page;
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }
}
