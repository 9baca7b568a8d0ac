package io.blocktier.segments.check;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.layer.ForwardingBlockStore;

/** Does something before a key is looked at. */
final class BeforeStat extends ForwardingBlockStore {

  private final BlockKey watched;
  private final Task task;

  interface Task {
    void run() throws Exception;
  }

  BeforeStat(BlockStore inner, BlockKey watched, Task task) {
    super(inner);
    this.watched = watched;
    this.task = task;
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    if (key.equals(watched)) {
      try {
        task.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return inner().stat(key);
  }
}
