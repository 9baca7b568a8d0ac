package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads closed blocks, each from whichever store has it. */
final class Replay {

  private final List<BlockStore> stores;
  private final LogContext context;

  Replay(List<BlockStore> stores, LogContext context) {
    this.stores = stores;
    this.context = context;
  }

  /**
   * A closed block, as the header of the next one tells.
   *
   * @param number its number
   * @param writer who wrote it
   * @param end how many of its bytes belong to the log
   */
  record Closed(long number, long writer, long end) {

    static Optional<Closed> before(BlockHeader header) {
      return header.previous() == 0
          ? Optional.empty()
          : Optional.of(
              new Closed(header.previous(), header.previousWriter(), header.previousEnd()));
    }

    boolean isIn(BlockImage image) {
      return image.isBy(writer) && image.end() >= end;
    }
  }

  void run(long number, BlockHeader last, ByteBuffer open, long from, Consumer<LogRecord> action)
      throws AppendLogException {
    deliver(chain(last, from), from, action);
    handOver(BlockImage.parse(context.frames(), number, open), from, action);
  }

  /** Finds the blocks from the one that has a record on, by the headers, from the newest back. */
  private Deque<Closed> chain(BlockHeader last, long from) throws AppendLogException {
    Deque<Closed> chain = new ArrayDeque<>();
    BlockHeader header = last;
    Optional<Closed> before = Closed.before(header);
    while (header.firstIndex() > from && before.isPresent()) {
      chain.push(before.get());
      header = fetch(before.get()).header().orElseThrow();
      before = Closed.before(header);
    }
    return chain;
  }

  private void deliver(Deque<Closed> chain, long from, Consumer<LogRecord> action)
      throws AppendLogException {
    for (Closed closed : chain) {
      handOver(fetch(closed), from, action);
    }
  }

  private static void handOver(BlockImage image, long from, Consumer<LogRecord> action) {
    long index = image.header().orElseThrow().firstIndex();
    for (ByteBuffer payload : image.records()) {
      if (index >= from) {
        action.accept(new LogRecord(index, payload));
      }
      index++;
    }
  }

  /**
   * Fetches a closed block, as far as it belongs to the log.
   *
   * @param closed which one
   * @return the block
   * @throws AppendLogException if no store has it
   */
  BlockImage fetch(Closed closed) throws AppendLogException {
    Exception why = null;
    for (BlockStore store : stores) {
      try {
        Optional<LogContext.Stored> found = context.read(store, closed.number());
        if (found.isPresent() && closed.isIn(found.get().image())) {
          ByteBuffer bytes = found.get().image().bytes().slice(0, Math.toIntExact(closed.end()));
          return BlockImage.parse(context.frames(), closed.number(), bytes);
        }
      } catch (AppendLogException.Damaged | BlockStoreException e) {
        why = e;
      }
    }
    throw new AppendLogException.Unavailable(
        "no store shows block " + closed.number() + " of the log; try again when more answer", why);
  }
}
