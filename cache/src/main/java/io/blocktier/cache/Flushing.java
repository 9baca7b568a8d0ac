package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.cache.journal.Damage;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for many blocks at once, and counts them. */
final class Flushing {

  private final CountedIndex index;
  private final AtRisk atRisk;
  private final Timings timings;
  private final Rescue rescue;
  private final Barrier barrier;
  private final Flusher flusher;
  private final CacheFailures failures;
  private final Duration patience;
  private final Supplier<ReadStatus> reads;

  Flushing(
      CountedIndex index,
      AtRisk atRisk,
      Timings timings,
      Rescue rescue,
      Barrier barrier,
      Flusher flusher,
      CacheFailures failures,
      Duration patience,
      Supplier<ReadStatus> reads) {
    this.index = index;
    this.atRisk = atRisk;
    this.timings = timings;
    this.rescue = rescue;
    this.barrier = barrier;
    this.flusher = flusher;
    this.failures = failures;
    this.patience = patience;
    this.reads = reads;
  }

  void flush(KeyPrefix prefix) throws BlockStoreException {
    Map<BlockKey, Long> waitedFor = atRisk(prefix);
    waitedFor.keySet().forEach(flusher::offerUrgently);
    @Nullable BlockStoreException first = null;
    Duration left = patience;
    for (Map.Entry<BlockKey, Long> block : waitedFor.entrySet()) {
      try {
        barrier.await(Operation.WRITE, block.getKey(), block.getValue(), left);
      } catch (BlockStoreException e) {
        first = first == null ? e : first;
        // the others have had as long as one that came too late
        left = e.retryable() ? Duration.ZERO : left;
      }
    }
    if (first != null) {
      throw first;
    }
    requireWhole();
  }

  private Map<BlockKey, Long> atRisk(KeyPrefix prefix) throws BlockStoreException {
    Map<BlockKey, Long> found = new TreeMap<>();
    try {
      for (BlockKey key : index.atRisk(prefix)) {
        index.find(key).ifPresent(entry -> found.put(key, entry.generation()));
      }
    } catch (IOException e) {
      throw failures.unreadable(Operation.WRITE, null, e);
    }
    return found;
  }

  /** What could not be read was acknowledged once, and does not get to the store. */
  private void requireWhole() throws BlockStoreException {
    List<Damage> damages = rescue.damages();
    if (!damages.isEmpty()) {
      throw failures.damaged(damages);
    }
  }

  CacheStatus status() throws BlockStoreException {
    BlockCounts counts = index.counts();
    Map<Durability, Latency> acknowledgements = new EnumMap<>(Durability.class);
    for (Durability level : Durability.values()) {
      acknowledgements.put(level, timings.acknowledgements(level).latency());
    }
    return new CacheStatus(
        counts.blocks(),
        atRisk.bytes(),
        atRisk.cap(),
        counts.blocks(BlockState.DIRTY),
        counts.blocks(BlockState.DELETED),
        counts.quarantined(),
        unjournaled(),
        rescue.damages().size(),
        flusher.state(),
        flusher.concurrency(),
        reads.get(),
        counts.blocks(BlockState.CLEAN),
        counts.bytes(BlockState.CLEAN),
        oldestAtRisk(),
        acknowledgements,
        timings.lag().latency());
  }

  private Duration oldestAtRisk() throws BlockStoreException {
    try {
      return timings.oldest();
    } catch (IOException e) {
      throw failures.unreadable(Operation.HEALTH_CHECK, null, e);
    }
  }

  private long unjournaled() throws BlockStoreException {
    try {
      return rescue.inMemoryAlone().size();
    } catch (IOException e) {
      throw failures.unreadable(Operation.HEALTH_CHECK, null, e);
    }
  }
}
