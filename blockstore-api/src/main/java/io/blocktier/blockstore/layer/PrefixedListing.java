package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListEntry;
import java.util.List;

/** A listing with shortened keys. */
final class PrefixedListing implements BlockListing {

  private final BlockListing inner;
  private final KeyMapping mapping;

  PrefixedListing(BlockListing inner, KeyMapping mapping) {
    this.inner = inner;
    this.mapping = mapping;
  }

  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    return inner.nextPage().stream().map(mapping::shortened).toList();
  }

  @Override
  public void close() {
    inner.close();
  }
}
