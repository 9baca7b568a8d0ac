package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.cache.index.IndexEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings blocks to the store beneath: always the newest version, one at a time of each block, as
 * many blocks at a time as is allowed. None travels before it survives a power cut here: the store
 * would have a version that the journal has lost, beside an older one that it holds. A block that
 * was written again while it travelled stays dirty and travels again. What the store cannot take
 * now is tried again, ever more rarely; what it refuses is set aside and reported.
 */
final class Flusher {

  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

  private final BlockStore store;
  private final StagedBlocks staged;
  private final StagedContents contents;
  private final KeyLocks locks;
  private final Promotions promotions;
  private final CacheEffects effects;
  private final CacheOptions options;

  private final Queue<BlockKey> queue = new ArrayDeque<>();
  private final Set<BlockKey> queued = new HashSet<>();
  private final Signal idle;
  private final Signal stopping;
  private int travelling;
  private boolean stopped;

  Flusher(
      BlockStore store,
      StagedBlocks staged,
      StagedContents contents,
      KeyLocks locks,
      Promotions promotions,
      CacheEffects effects,
      CacheOptions options) {
    this.store = store;
    this.staged = staged;
    this.contents = contents;
    this.locks = locks;
    this.promotions = promotions;
    this.effects = effects;
    this.options = options;
    this.idle = effects.signals().create();
    this.stopping = effects.signals().create();
  }

  /** Sees to it that the newest version of a block gets to the store. */
  void offer(BlockKey key) {
    boolean another;
    synchronized (this) {
      if (stopped || !queued.add(key)) {
        return;
      }
      queue.add(key);
      another = travelling < options.flushConcurrency();
      travelling += another ? 1 : 0;
    }
    if (another) {
      effects.effects().executor().execute(this::carry);
    }
  }

  /** Takes no more blocks, wakes those that wait to be tried again, and awaits those under way. */
  void stop() throws InterruptedException {
    synchronized (this) {
      stopped = true;
      queue.clear();
      if (travelling == 0) {
        idle.raise();
      }
    }
    stopping.raise();
    if (!idle.await(options.patience())) {
      LOG.warn("the store has not answered for {}; its answers are lost", options.patience());
    }
  }

  private void carry() {
    Optional<BlockKey> key = next();
    while (key.isPresent()) {
      carry(key.get());
      key = next();
    }
  }

  private synchronized Optional<BlockKey> next() {
    BlockKey key = queue.poll();
    if (key == null) {
      travelling--;
      if (stopped && travelling == 0) {
        idle.raise();
      }
    }
    return Optional.ofNullable(key);
  }

  /** The key stays queued meanwhile, so that nobody else carries it. */
  private void carry(BlockKey key) {
    Duration pause = options.flushBackoff();
    try {
      while (!isStopped() && !tryCarry(key)) {
        stopping.await(pause);
        pause = longer(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      forget(key);
    }
    offerIfWrittenMeanwhile(key);
  }

  private Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(options.flushMaxBackoff()) < 0 ? twice : options.flushMaxBackoff();
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized void forget(BlockKey key) {
    queued.remove(key);
  }

  private void offerIfWrittenMeanwhile(BlockKey key) {
    if (isStopped()) {
      return; // the next opening offers it
    }
    try {
      Optional<IndexEntry> entry = staged.find(key);
      if (entry.isPresent() && StagedBlocks.state(entry.get()).travels()) {
        offer(key);
      }
    } catch (IOException e) {
      LOG.warn("'{}' cannot be looked up, and waits for the next opening", key, e);
    }
  }

  /** False where it has to be tried again later. */
  private boolean tryCarry(BlockKey key) throws InterruptedException {
    long generation = -1;
    try {
      Optional<IndexEntry> entry = staged.find(key);
      if (entry.isEmpty() || !StagedBlocks.state(entry.get()).travels()) {
        return true;
      }
      generation = entry.get().generation();
      staged.awaitDurable(entry.get());
      send(key, entry.get());
      settle(key, generation);
      return true;
    } catch (StoreClosedException closed) {
      return true; // whoever closed it brings the block to the next opening
    } catch (BlockStoreException e) {
      return isForNow(e) ? postpone(key, e) : refused(key, generation, e);
    } catch (IOException | TimeoutException e) {
      return postpone(key, e);
    }
  }

  private void send(BlockKey key, IndexEntry entry) throws IOException {
    if (StagedBlocks.state(entry).isDeletion()) {
      store.delete(key, DeleteOptions.DEFAULT);
      return;
    }
    BlockHead head = staged.head(entry);
    StagedContents.Reading reading = contents.of(entry);
    Content content = reading.content().withChecksum(head.checksum());
    WriteOptions how =
        new WriteOptions(
            Precondition.NONE,
            head.metadata(),
            head.storageClass(),
            Optional.empty(),
            keepsPutIds() ? head.putId() : Optional.empty());
    try {
      store.write(key, content, how);
    } catch (BlockStoreException e) {
      throw reading.hasFailed() ? new IOException("the journal could not be read", e) : e;
    }
  }

  /** A store that keeps no metadata refuses a write with an id, and would refuse it for ever. */
  private boolean keepsPutIds() {
    return store.capabilities().has(Capability.METADATA);
  }

  /** Where there is a newer generation by now, whoever waits goes on waiting for that. */
  private void settle(BlockKey key, long generation)
      throws IOException, TimeoutException, InterruptedException {
    boolean newest;
    try (KeyLocks.Held _ = locks.lock(key, options.patience())) {
      newest = staged.settle(key, generation);
    }
    if (newest) {
      promotions.settled(key, generation);
    }
  }

  /** What may be otherwise later without anybody doing something about the block. */
  private static boolean isForNow(BlockStoreException e) {
    return e.retryable()
        || e instanceof OutcomeUnknownException
        || e instanceof OutOfSpaceException;
  }

  private boolean postpone(BlockKey key, Exception reason) {
    LOG.debug("'{}' does not get to the store now", key, reason);
    return false;
  }

  private boolean refused(BlockKey key, long generation, BlockStoreException reason)
      throws InterruptedException {
    LOG.warn("the store refuses '{}', which is quarantined: {}", key, reason.getMessage());
    try (KeyLocks.Held _ = locks.lock(key, options.patience())) {
      staged.quarantine(key, Refusal.of(generation, effects.effects().clock().instant(), reason));
    } catch (IOException | TimeoutException e) {
      return postpone(key, e);
    }
    promotions.refused(key, generation, reason);
    return true;
  }
}
