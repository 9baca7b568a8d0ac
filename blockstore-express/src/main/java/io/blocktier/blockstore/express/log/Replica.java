package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Deadline;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings one store to where the writer is: what it lacks of the open block, however far behind it
 * is, by one append. One call is under way at a time. After a lost reply, and where its block has
 * another size than expected, the store is looked at before it is sent anything.
 */
final class Replica {

  private final BlockStore store;
  private final LogContext context;
  private @Nullable Goal goal;
  private boolean running;

  // Of the task alone, or while none runs.
  private long number;
  private int verified;
  private boolean doubtful = true;

  Replica(BlockStore store, LogContext context) {
    this.store = store;
    this.context = context;
  }

  /**
   * Where the writer is.
   *
   * @param block the open block
   * @param end how many bytes of it the store has to have
   * @param deadline when nobody waits for it any more
   * @param ballot told the outcome
   */
  record Goal(OpenBlock block, int end, Deadline deadline, Ballot ballot) {}

  BlockStore store() {
    return store;
  }

  /** Sets where to go; a goal that has not been started is given up for it. */
  void want(Goal newest) {
    synchronized (this) {
      goal = newest;
      if (running) {
        return;
      }
      running = true;
    }
    context.effects().executor().execute(this::run);
  }

  private void run() {
    for (Goal next = next(); next != null; next = next()) {
      try {
        reach(next);
        next.ballot().holds();
      } catch (AppendLogException | BlockStoreException | RuntimeException e) {
        doubtful = true;
        next.ballot().fails(e);
      }
    }
  }

  private synchronized @Nullable Goal next() {
    Goal next = goal;
    goal = null;
    running = next != null;
    return next;
  }

  private void reach(Goal to) throws AppendLogException, BlockStoreException {
    if (number != to.block().number()) {
      number = to.block().number();
      verified = 0;
      doubtful = false;
    }
    while (doubtful || verified < to.end()) {
      try {
        advance(to);
      } catch (PreconditionFailedException | OutcomeUnknownException e) {
        doubtful = true;
        requireTime(to, e);
      } catch (BlockStoreException e) {
        if (!e.retryable()) {
          throw e;
        }
        requireTime(to, e);
      }
    }
  }

  private void requireTime(Goal to, BlockStoreException met) throws BlockStoreException {
    if (context.isOver(to.deadline()) || !context.pause()) {
      throw met;
    }
  }

  private void advance(Goal to) throws AppendLogException, BlockStoreException {
    if (doubtful) {
      verified = look(to);
      doubtful = false;
    }
    if (verified < to.end()) {
      BlockKey key = context.options().block(number);
      store.append(key, verified, to.block().content(verified, to.end()));
      verified = to.end();
    }
  }

  /** Finds out how much of the open block the store has. */
  private int look(Goal to) throws AppendLogException, BlockStoreException {
    Optional<LogContext.Stored> found = context.read(store, number);
    if (found.isEmpty()) {
      return 0;
    }
    BlockImage image = found.get().image();
    boolean mine = image.isBy(to.block().header().writer());
    if (image.sealed() || (!mine && !outvoted(image, to))) {
      throw new AppendLogException.Fenced(store + " has block " + number + " of another", null);
    }
    if (!mine) {
      return replace(to, found.get());
    }
    ByteBuffer stored = image.bytes();
    if (!to.block().startsWith(stored)) {
      throw new AppendLogException.Damaged(
          store + " has bytes in block " + number + " that nobody wrote");
    }
    return stored.remaining();
  }

  /**
   * Whether a block can go that another tried to begin: only when this writer's header has a
   * quorum, behind which it goes on. A store's first vote stands until then.
   */
  private static boolean outvoted(BlockImage other, Goal to) {
    return to.end() > BlockImage.HEADER_END && !other.led();
  }

  /** Puts this block over that of a writer who tried to begin it too and had no quorum. */
  private int replace(Goal to, LogContext.Stored other) throws BlockStoreException {
    store.write(
        context.options().block(number),
        to.block().content(0, to.end()),
        WriteOptions.ifMatch(other.etag()));
    return to.end();
  }
}
