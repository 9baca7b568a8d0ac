package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Gives stores the blocks that they lack. */
final class Healing {

  private static final byte[] MARK = {1};

  private final List<BlockStore> stores;
  private final Replay replay;
  private final LogContext context;

  Healing(List<BlockStore> stores, Replay replay, LogContext context) {
    this.stores = stores;
    this.replay = replay;
    this.context = context;
  }

  int run(OpenBlock open, Replicas replicas) throws AppendLogException {
    int whole = 0;
    for (BlockStore store : stores) {
      whole += heal(store, open, replicas) ? 1 : 0;
    }
    return whole;
  }

  /** The mark comes last: whoever opens the log believes a marked store to have everything. */
  private boolean heal(BlockStore store, OpenBlock open, Replicas replicas)
      throws AppendLogException {
    try {
      Optional<Replay.Closed> closed = Replay.Closed.before(open.header());
      while (closed.isPresent()) {
        BlockImage block = replay.fetch(closed.get());
        give(store, closed.get(), block);
        closed = Replay.Closed.before(block.header().orElseThrow());
      }
      replicas.bring(store, open);
      mark(store, context);
      return true;
    } catch (AppendLogException.Doubtful | BlockStoreException unreachable) {
      return false;
    }
  }

  /** With a seal, so that no writer of old finds the block as it left it. */
  private void give(BlockStore store, Replay.Closed closed, BlockImage block)
      throws BlockStoreException, AppendLogException {
    Optional<LogContext.Stored> has = context.read(store, closed.number());
    if (has.isPresent() && closed.isIn(has.get().image())) {
      return;
    }
    WriteOptions options =
        has.isPresent() ? WriteOptions.ifMatch(has.get().etag()) : WriteOptions.ifAbsent();
    ByteBuffer seal = new Sealing(context, closed.writer()).frame(closed.number(), closed.end());
    Content whole = Content.of(block.bytes(), seal);
    store.write(context.options().block(closed.number()), whole, options);
  }

  static void mark(BlockStore store, LogContext context) throws BlockStoreException {
    try {
      store.append(context.options().member(), 0, Content.of(MARK));
    } catch (PreconditionFailedException marked) {
      // As it should be.
    }
  }
}
