package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Lets one call at a time change a block. Nothing is kept of a key that nobody holds. */
final class KeyLocks {

  private final Signals signals;
  private final Ticker ticker;
  private final Duration patience;
  private final Map<BlockKey, Signal> releases = new HashMap<>();

  KeyLocks(Signals signals, Ticker ticker, Duration patience) {
    this.signals = signals;
    this.ticker = ticker;
    this.patience = patience;
  }

  /** Locks that are held. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes the locks of keys, in the order of the keys, so that nobody waits in a circle.
   *
   * @throws TimeoutException if the patience ends before; none is held then
   */
  Held lock(Collection<BlockKey> keys) throws TimeoutException, InterruptedException {
    Deadline deadline = Deadline.in(patience, ticker);
    Deque<BlockKey> held = new ArrayDeque<>();
    boolean complete = false;
    try {
      for (BlockKey key : new TreeSet<>(keys)) {
        lock(key, deadline);
        held.push(key);
      }
      complete = true;
      return () -> held.forEach(this::release);
    } finally {
      if (!complete) {
        held.forEach(this::release);
      }
    }
  }

  private void lock(BlockKey key, Deadline deadline) throws TimeoutException, InterruptedException {
    for (Signal other = enter(key); other != null; other = enter(key)) {
      if (!other.await(deadline.remaining(ticker))) {
        throw new TimeoutException("another call held '" + key + "' for " + patience);
      }
    }
  }

  /** Returns null where the lock was free, and is held now; otherwise what tells of its release. */
  private synchronized @Nullable Signal enter(BlockKey key) {
    Signal release = releases.get(key);
    if (release == null) {
      releases.put(key, signals.create());
    }
    return release;
  }

  private void release(BlockKey key) {
    Signal release;
    synchronized (this) {
      release = releases.remove(key);
    }
    if (release != null) {
      release.raise();
    }
  }
}
