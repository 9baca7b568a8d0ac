package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Remembers calls on the store whose replies were lost: one that was given up may take effect
 * later, and overtake what was sent behind it. A version is safe from that when the time is over in
 * which such a call can land, and the store still has it.
 *
 * <p>The bound is an assumption about the store and the network between, and configured. What a
 * process had under way that died is not known to the next one. Of more blocks than are remembered
 * the oldest are taken together: then all blocks wait for theirs. Thread-safe.
 */
final class LateCalls {

  /** The generation of what did not come from the journal. */
  static final long ANY = -1;

  static final int MAX_BLOCKS = 10_000;

  private final Duration lateness;
  private final Ticker ticker;
  private final SequencedMap<BlockKey, Call> calls = new LinkedHashMap<>();
  private final SequencedMap<BlockKey, Long> sent = new LinkedHashMap<>();
  private Call others;

  /** Spares readers the lock while no reply was ever lost. */
  private volatile boolean lostAny;

  LateCalls(Duration lateness, Ticker ticker) {
    this.lateness = lateness;
    this.ticker = ticker;
    this.others = new Call(ANY, ticker.nanos());
  }

  /** What may land until a moment: one generation, or any. */
  private record Call(long generation, long until) {

    boolean overtakes(long other, long now) {
      return until - now > 0 && (generation == ANY || generation != other);
    }

    Call and(Call later) {
      return new Call(generation == later.generation ? generation : ANY, later.until);
    }
  }

  /** Notes that nobody knows what became of a call, which is over for whoever made it. */
  synchronized void lost(BlockKey key, long generation) {
    lostAny = true;
    long now = ticker.nanos();
    Call call = new Call(generation, now + lateness.toNanos());
    Call before = calls.remove(key);
    calls.put(key, before == null || before.until() - now <= 0 ? call : before.and(call));
    Iterator<Call> oldest = calls.values().iterator();
    while (oldest.hasNext()) {
      Call next = oldest.next();
      if (next.until() - now > 0) {
        if (calls.size() <= MAX_BLOCKS) {
          return;
        }
        others = new Call(ANY, next.until());
      }
      oldest.remove();
    }
  }

  /**
   * Tells whether something else than a generation may still land. To be asked before the store is:
   * the answer may come so late that nothing can land any more, and be older than what has.
   */
  boolean overtakes(BlockKey key, long generation) {
    return lostAny && left(key, generation).isPositive();
  }

  /** Returns how long something else than a generation may still land; zero if it cannot. */
  synchronized Duration left(BlockKey key, long generation) {
    long now = ticker.nanos();
    Call call = calls.get(key);
    long left = others.overtakes(generation, now) ? others.until() - now : 0;
    if (call != null && call.overtakes(generation, now)) {
      left = Math.max(left, call.until() - now);
    }
    return Duration.ofNanos(left);
  }

  /**
   * Notes that the store has taken a generation that may still be overtaken. Of too many the oldest
   * are forgotten, and sent once more.
   */
  synchronized void sent(BlockKey key, long generation) {
    sent.putLast(key, generation);
    if (sent.size() > MAX_BLOCKS) {
      sent.pollFirstEntry();
    }
  }

  /** Tells, once, whether a generation was sent before, and waited since. */
  synchronized boolean wasSent(BlockKey key, long generation) {
    Long before = sent.remove(key);
    return before != null && before == generation;
  }
}
