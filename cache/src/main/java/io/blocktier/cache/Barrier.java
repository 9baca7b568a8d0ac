package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Appended;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Waits until the store beneath has what is staged. */
final class Barrier {

  private final StagedBlocks staged;
  private final Promotions promotions;
  private final Flusher flusher;
  private final CacheFailures failures;

  Barrier(StagedBlocks staged, Promotions promotions, Flusher flusher, CacheFailures failures) {
    this.staged = staged;
    this.promotions = promotions;
    this.flusher = flusher;
    this.failures = failures;
  }

  /**
   * Waits for the newest version of a block.
   *
   * @throws BlockStoreException if it does not get there in time, or never will
   */
  void await(Operation operation, BlockKey key, Duration timeout) throws BlockStoreException {
    try {
      Optional<IndexEntry> entry = staged.find(key);
      if (entry.isPresent() && StagedBlocks.state(entry.get()).isAtRisk()) {
        await(operation, key, entry.get().generation(), timeout);
      }
    } catch (IOException e) {
      throw failures.unreadable(operation, key, e);
    }
  }

  /** Waits for a generation of a block, or for a newer one. */
  void await(Operation operation, BlockKey key, long generation, Duration timeout)
      throws BlockStoreException {
    Promotions.Waiter waiter = promotions.waitFor(key, generation);
    try {
      if (isRemote(key, generation)) {
        return;
      }
      requireOffered(operation, key, waiter);
      flusher.offerUrgently(key);
      if (!waiter.signal().await(timeout)) {
        throw new TimeoutException("the block has not reached the store for " + timeout);
      }
    } catch (TimeoutException | InterruptedException e) {
      throw failures.gaveUp(operation, key, e);
    } catch (IOException e) {
      throw failures.unreadable(operation, key, e);
    } finally {
      waiter.leave();
    }
    BlockStoreException refusal = waiter.refusal();
    if (refusal != null) {
      throw refusal;
    }
  }

  /** What was refused before a restart is known from the journal alone. */
  private void requireOffered(Operation operation, BlockKey key, Promotions.Waiter waiter)
      throws IOException {
    Optional<IndexEntry> entry = staged.find(key);
    Optional<Refusal> refusal = staged.refusals().find(key);
    if (waiter.refusal() == null
        && refusal.isPresent()
        && entry.isPresent()
        && StagedBlocks.state(entry.get()).isQuarantined()) {
      throw failures.refused(operation, key, refusal.get());
    }
  }

  /** Tells whether a newer record of a block than this one survives a power cut. */
  boolean isReplacedDurably(BlockKey key, Appended appended) throws IOException {
    Optional<IndexEntry> entry =
        staged.find(key).filter(newer -> newer.generation() > appended.generation());
    return entry.isPresent() && staged.isDurable(entry.get());
  }

  /** Tells whether the store has a generation, or one that has replaced it. */
  boolean isRemote(BlockKey key, long generation) throws IOException {
    if (promotions.isRefused(key, generation)) {
      return false;
    }
    Optional<IndexEntry> entry = staged.find(key);
    return entry.isEmpty()
        || (entry.get().generation() >= generation
            && StagedBlocks.state(entry.get()) == BlockState.CLEAN);
  }
}
