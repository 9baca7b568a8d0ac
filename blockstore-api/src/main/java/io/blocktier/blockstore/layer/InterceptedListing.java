package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.Operation;
import java.util.List;

/** A listing whose pages are fetched under a layer's concern. */
final class InterceptedListing implements BlockListing {

  private final BlockListing inner;
  private final CallRunner runner;

  InterceptedListing(BlockListing inner, CallRunner runner) {
    this.inner = inner;
    this.runner = runner;
  }

  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    return runner.run(Call.of(Operation.LIST), inner::nextPage);
  }

  @Override
  public void close() {
    inner.close();
  }
}
