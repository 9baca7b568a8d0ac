package io.blocktier.gateway.listing;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.gateway.attribute.Attributes;
import io.blocktier.gateway.attribute.StoredObject;
import io.blocktier.gateway.task.FanOut;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks at the objects that a listing had. Thread-safe. */
record Lookups(BlockStore store, Attributes attributes, FanOut fanOut) {

  /** Returns the objects in the order of their blocks; empty for those gone. */
  List<Optional<StoredObject>> all(List<BlockStat> listed) throws IOException {
    return fanOut.map(listed, this::look);
  }

  /** Many listings carry no metadata. */
  private Optional<StoredObject> look(BlockStat stat) throws IOException {
    try {
      return Optional.of(attributes.of(stat.metadata().isEmpty() ? store.stat(stat.key()) : stat));
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }
}
