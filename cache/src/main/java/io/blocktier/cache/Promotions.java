package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.cache.index.IndexEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells those that wait for it when the store has a version, or refuses it. A refusal is kept until
 * a newer version of the block gets there.
 */
final class Promotions {

  private final Signals signals;
  private final Timings timings;
  private final Map<BlockKey, List<Waiter>> waiting = new HashMap<>();
  private final Map<BlockKey, Refused> refusals = new HashMap<>();

  Promotions(Signals signals, Timings timings) {
    this.signals = signals;
    this.timings = timings;
  }

  private record Refused(long generation, BlockStoreException reason) {}

  /** Somebody who waits for a generation, or a newer one that replaces it. */
  final class Waiter {
    private final BlockKey key;
    private final long generation;
    private final Signal signal = signals.create();
    private volatile @Nullable BlockStoreException refusal;

    private Waiter(BlockKey key, long generation) {
      this.key = key;
      this.generation = generation;
    }

    Signal signal() {
      return signal;
    }

    @Nullable BlockStoreException refusal() {
      return refusal;
    }

    private void refuse(BlockStoreException reason) {
      refusal = reason;
      signal.raise();
    }

    /** Has to be called by whoever does not wait any more. */
    void leave() {
      remove(this);
    }
  }

  synchronized Waiter waitFor(BlockKey key, long generation) {
    Waiter waiter = new Waiter(key, generation);
    waiting.computeIfAbsent(key, _ -> new ArrayList<>()).add(waiter);
    Refused refusal = refusals.get(key);
    if (refusal != null && refusal.generation() >= generation) {
      waiter.refuse(refusal.reason());
    }
    return waiter;
  }

  private synchronized void remove(Waiter waiter) {
    List<Waiter> others = waiting.get(waiter.key);
    if (others != null) {
      others.remove(waiter);
      if (others.isEmpty()) {
        waiting.remove(waiter.key);
      }
    }
  }

  synchronized void settled(BlockKey key, IndexEntry entry) {
    timings.arrived(entry);
    refusals.remove(key);
    for (Waiter waiter : waiting.getOrDefault(key, List.of())) {
      if (waiter.generation <= entry.generation()) {
        waiter.signal.raise();
      }
    }
  }

  /** Forgets a refusal, because the block is offered again. */
  synchronized void forgive(BlockKey key) {
    refusals.remove(key);
  }

  /** Tells whether the store refused a generation, or one that has replaced it. */
  synchronized boolean isRefused(BlockKey key, long generation) {
    Refused refusal = refusals.get(key);
    return refusal != null && refusal.generation() >= generation;
  }

  synchronized void refused(BlockKey key, long generation, BlockStoreException reason) {
    refusals.put(key, new Refused(generation, reason));
    for (Waiter waiter : waiting.getOrDefault(key, List.of())) {
      if (waiter.generation <= generation) {
        waiter.refuse(reason);
      }
    }
  }
}
