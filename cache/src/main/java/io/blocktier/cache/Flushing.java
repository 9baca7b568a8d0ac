package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.cache.index.BlockIndex;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Damage;
import io.blocktier.journal.disk.DiskWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for many blocks at once, and counts them. */
final class Flushing {

  /** How many blocks are before others in the queue of the flusher because of one barrier. */
  private static final int MAX_HURRIED = 1024;

  private final CountedIndex index;
  private final AtRisk atRisk;
  private final Timings timings;
  private final Rescue rescue;
  private final DiskWatch watch;
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
      DiskWatch watch,
      Barrier barrier,
      Flusher flusher,
      CacheFailures failures,
      Duration patience,
      Supplier<ReadStatus> reads) {
    this.index = index;
    this.atRisk = atRisk;
    this.timings = timings;
    this.rescue = rescue;
    this.watch = watch;
    this.barrier = barrier;
    this.flusher = flusher;
    this.failures = failures;
    this.patience = patience;
    this.reads = reads;
  }

  void flush(KeyPrefix prefix) throws BlockStoreException {
    Hurried hurried = new Hurried();
    try {
      index.forEachAtRisk(prefix, hurried);
    } catch (IOException e) {
      throw failures.unreadable(Operation.WRITE, null, e);
    }
    hurried.awaitAll();
    requireWhole();
  }

  /** The same for what is acknowledged meanwhile, until there is nothing left. */
  void drain() throws BlockStoreException {
    long begun = timings.now();
    flush(KeyPrefix.ALL);
    while (isAnythingAtRisk()) {
      if (timings.now() - begun > patience.toNanos()) {
        throw failures.gaveUp(
            Operation.WRITE,
            null,
            new TimeoutException(
                "blocks have been written as fast as they travel for " + patience));
      }
      flush(KeyPrefix.ALL);
    }
  }

  private boolean isAnythingAtRisk() {
    return index.counts().travelling() + index.counts().quarantined() > 0;
  }

  /** Blocks that are hurried to the store, so many ahead of the one that is waited for. */
  private final class Hurried implements BlockIndex.Visitor {

    private final SequencedMap<BlockKey, Long> ahead = new LinkedHashMap<>();
    private @Nullable BlockStoreException first;
    private Duration left = patience;

    @Override
    public void visit(BlockKey key, IndexEntry entry) {
      flusher.offerUrgently(key);
      ahead.put(key, entry.generation());
      if (ahead.size() > MAX_HURRIED) {
        await(ahead.pollFirstEntry());
      }
    }

    void awaitAll() throws BlockStoreException {
      while (!ahead.isEmpty()) {
        await(ahead.pollFirstEntry());
      }
      if (first != null) {
        throw first;
      }
    }

    private void await(Map.Entry<BlockKey, Long> block) {
      try {
        barrier.await(Operation.WRITE, block.getKey(), block.getValue(), left);
      } catch (BlockStoreException e) {
        first = first == null ? e : first;
        // the others have had as long as one that came too late
        left = e.retryable() ? Duration.ZERO : left;
      }
    }
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
        timings.lag().latency(),
        disk());
  }

  DiskState disk() {
    if (watch.isStalled()) {
      return DiskState.STALLED;
    }
    return rescue.isBusy() ? DiskState.FAILING : DiskState.SOUND;
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
