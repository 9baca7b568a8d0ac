package io.blocktier.cli;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.cache.WriteBackBlockStore;
import io.blocktier.config.ConfigException;
import io.blocktier.config.StoreStack;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Optional;

/** The open store of a demo. */
final class DemoStore implements AutoCloseable {

  private final StoreStack stack;
  private final DemoPlace place;

  private DemoStore(StoreStack stack, DemoPlace place) {
    this.stack = stack;
    this.place = place;
  }

  static DemoStore open(DemoPlace place, Session session)
      throws ConfigException, BlockStoreException {
    StoreStack stack = place.config().open(session.effects(), new CompositeMeterRegistry());
    return new DemoStore(stack, place);
  }

  BlockStore store() {
    return stack.store();
  }

  Optional<WriteBackBlockStore> cache() {
    return stack.cache();
  }

  /** Says which store this is. */
  String label() {
    return place.label();
  }

  @Override
  public void close() throws BlockStoreException {
    stack.close();
  }
}
