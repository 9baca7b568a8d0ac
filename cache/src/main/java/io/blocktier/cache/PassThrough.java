package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.disk.DiskStalledException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands to the store beneath what only it can decide: conditions, copies, renames, appends,
 * uploads. In this order:
 *
 * <ol>
 *   <li>the store gets what is staged of the blocks concerned;
 *   <li>what is cached of the block that is about to change is forgotten, durably: a crash behind
 *       the next step would find it otherwise, and take it for the newest;
 *   <li>the store does it.
 * </ol>
 */
final class PassThrough {

  private static final Logger LOG = LoggerFactory.getLogger(PassThrough.class);

  private final BlockStore store;
  private final StagedBlocks staged;
  private final FetchedBlocks fetched;
  private final Barrier barrier;
  private final KeyLocks locks;
  private final LateCalls late;
  private final CacheFailures failures;
  private final CacheEffects effects;
  private final CacheOptions options;

  PassThrough(
      BlockStore store,
      StagedBlocks staged,
      FetchedBlocks fetched,
      Barrier barrier,
      KeyLocks locks,
      LateCalls late,
      CacheFailures failures,
      CacheEffects effects,
      CacheOptions options) {
    this.store = store;
    this.staged = staged;
    this.fetched = fetched;
    this.barrier = barrier;
    this.locks = locks;
    this.late = late;
    this.failures = failures;
    this.effects = effects;
    this.options = options;
  }

  /** What the store does. */
  @FunctionalInterface
  interface Action<T> {
    T run(Etags etags) throws BlockStoreException;
  }

  /**
   * Runs an action while nobody else changes the blocks concerned.
   *
   * @param operation what it is, for errors
   * @param changed the blocks that it changes, the one it is called by first
   * @param read the blocks that it reads only
   */
  <T> T run(Operation operation, List<BlockKey> changed, List<BlockKey> read, Action<T> action)
      throws BlockStoreException {
    TreeSet<BlockKey> all = new TreeSet<>(changed);
    all.addAll(read);
    BlockKey subject = (changed.isEmpty() ? read : changed).getFirst();
    Deadline deadline = Deadline.in(options.patience(), effects.effects().ticker());
    Deque<KeyLocks.Held> held = new ArrayDeque<>();
    try {
      while (!lockSettled(operation, all, held)) {
        if (!deadline.remaining(effects.effects().ticker()).isPositive()) {
          throw new TimeoutException("the block is written faster than it gets to the store");
        }
      }
      Etags etags = new Etags(store, cached(all));
      for (BlockKey key : changed) {
        held.push(fetched.change(key));
        staged.invalidate(key, deadline);
      }
      return run(action, etags, changed);
    } catch (TimeoutException | InterruptedException e) {
      throw failures.gaveUp(operation, subject, e);
    } catch (DiskStalledException e) {
      throw failures.stalled(operation, subject, e); // the store was not asked
    } catch (IOException e) {
      throw failures.unsure(operation, subject, e);
    } finally {
      held.forEach(KeyLocks.Held::close);
    }
  }

  private <T> T run(Action<T> action, Etags etags, List<BlockKey> changed)
      throws BlockStoreException {
    try {
      return action.run(etags);
    } catch (OutcomeUnknownException | RuntimeException | Error e) {
      changed.forEach(key -> late.lost(key, LateCalls.ANY));
      throw e;
    }
  }

  /** Takes all locks; none if something is on its way to the store, or may still land there. */
  private boolean lockSettled(Operation operation, Set<BlockKey> keys, Deque<KeyLocks.Held> held)
      throws IOException, TimeoutException, InterruptedException {
    for (BlockKey key : keys) {
      barrier.await(operation, key, options.patience());
      effects.effects().sleeper().sleep(late.left(key, LateCalls.ANY));
    }
    for (BlockKey key : keys) {
      held.push(locks.lock(key, options.patience()));
      Optional<IndexEntry> entry = staged.find(key);
      boolean overtaken = late.left(key, LateCalls.ANY).isPositive();
      if (overtaken || (entry.isPresent() && StagedBlocks.state(entry.get()).isAtRisk())) {
        held.forEach(KeyLocks.Held::close);
        held.clear();
        return false;
      }
    }
    return true;
  }

  private Map<BlockKey, Etag> cached(Set<BlockKey> keys) throws IOException {
    Map<BlockKey, Etag> cached = new HashMap<>();
    for (BlockKey key : keys) {
      Optional<IndexEntry> entry = staged.find(key);
      Optional<BlockStat> inMemory = fetched.inMemory(key);
      if (inMemory.isPresent()) {
        cached.put(key, inMemory.get().etag());
      } else if (entry.isPresent()) {
        etag(key, entry.get()).ifPresent(etag -> cached.put(key, etag));
      }
    }
    return cached;
  }

  /** The store has the version, too; that it cannot be read here is no reason to fail. */
  private Optional<Etag> etag(BlockKey key, IndexEntry entry) throws DiskStalledException {
    try {
      return Optional.of(staged.head(entry).etag());
    } catch (DiskStalledException stalled) {
      throw stalled;
    } catch (IOException e) {
      LOG.debug("'{}' cannot be read here", key, e);
      return Optional.empty();
    }
  }
}
