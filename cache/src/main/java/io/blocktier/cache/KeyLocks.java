package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets one call at a time change a block; those that wait have their turn in the order in which
 * they came. Nothing is kept of a key that nobody holds.
 */
final class KeyLocks {

  private final Signals signals;
  private final Map<BlockKey, Waiting> held = new HashMap<>();

  KeyLocks(Signals signals) {
    this.signals = signals;
  }

  /** Those who wait for a lock that somebody holds; mostly nobody does. */
  private static final class Waiting {
    private @Nullable Queue<Signal> turns;

    void add(Signal turn) {
      if (turns == null) {
        turns = new ArrayDeque<>();
      }
      turns.add(turn);
    }

    boolean remove(Signal turn) {
      return turns != null && turns.remove(turn);
    }

    @Nullable Signal next() {
      return turns == null ? null : turns.poll();
    }
  }

  /** A lock that is held; closing hands it on. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes the lock of a key.
   *
   * @throws TimeoutException if the patience ends before the turn comes
   */
  Held lock(BlockKey key, Duration patience) throws TimeoutException, InterruptedException {
    Signal turn = enter(key);
    if (turn != null) {
      boolean entered = false;
      try {
        entered = turn.await(patience);
      } finally {
        if (!entered && !leave(key, turn)) {
          release(key); // the turn came at the last moment
        }
      }
      if (!entered) {
        throw new TimeoutException("another call held the block for " + patience);
      }
    }
    return () -> release(key);
  }

  /** Returns null where the lock was free, and is held now. */
  private synchronized @Nullable Signal enter(BlockKey key) {
    Waiting waiting = held.putIfAbsent(key, new Waiting());
    if (waiting == null) {
      return null;
    }
    Signal turn = signals.create();
    waiting.add(turn);
    return turn;
  }

  private synchronized boolean leave(BlockKey key, Signal turn) {
    Waiting waiting = held.get(key);
    return waiting != null && waiting.remove(turn);
  }

  private synchronized void release(BlockKey key) {
    Waiting waiting = held.get(key);
    Signal next = waiting == null ? null : waiting.next();
    if (next == null) {
      held.remove(key);
    } else {
      next.raise();
    }
  }
}
