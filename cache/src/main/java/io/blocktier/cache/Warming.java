package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Appended;
import io.blocktier.journal.DiskFullException;
import io.blocktier.journal.JournalFullException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Brings blocks to the disk of the cache before anybody reads them, and takes them from there. */
final class Warming {

  /** How many blocks are fetched at a time; each is held in memory meanwhile. */
  private static final int CONCURRENCY = 4;

  private final BlockStore store;
  private final CountedIndex index;
  private final StagedBlocks staged;
  private final Fetches fetches;
  private final FetchedBlocks fetched;
  private final KeyLocks locks;
  private final CacheFailures failures;
  private final CacheEffects effects;
  private final CacheOptions options;

  Warming(
      BlockStore store,
      CountedIndex index,
      StagedBlocks staged,
      ReadParts reading,
      KeyLocks locks,
      CacheFailures failures,
      CacheEffects effects,
      CacheOptions options) {
    this.store = store;
    this.index = index;
    this.staged = staged;
    this.fetches = reading.fetches();
    this.fetched = reading.fetched();
    this.locks = locks;
    this.failures = failures;
    this.effects = effects;
    this.options = options;
  }

  /** One block on its way. */
  private static final class Task {
    private final BlockKey key;
    private final Signal ended;
    private volatile Warmed warmed = Warmed.NOTHING;
    private volatile @Nullable BlockStoreException failure;

    Task(BlockKey key, Signal ended) {
      this.key = key;
      this.ended = ended;
    }
  }

  Warmed warm(KeyPrefix prefix) throws BlockStoreException {
    Warmed warmed = Warmed.NOTHING;
    Queue<Task> underWay = new ArrayDeque<>();
    try (BlockListing listing = store.list(ListOptions.under(prefix))) {
      for (List<ListEntry> page = listing.nextPage(); !page.isEmpty(); page = listing.nextPage()) {
        for (ListEntry entry : page) {
          if (underWay.size() == CONCURRENCY) {
            warmed = warmed.plus(await(underWay.remove()));
          }
          underWay.add(start(((ListEntry.Block) entry).stat()));
        }
      }
    }
    while (!underWay.isEmpty()) {
      warmed = warmed.plus(await(underWay.remove()));
    }
    return warmed;
  }

  private Task start(BlockStat block) throws BlockStoreException {
    Task task = new Task(block.key(), effects.signals().create());
    try {
      effects.effects().executor().execute(() -> run(task, block));
    } catch (RejectedExecutionException e) {
      throw failures.unavailable(Operation.READ, block.key(), "no thread: " + e, e);
    }
    return task;
  }

  private void run(Task task, BlockStat block) {
    try {
      task.warmed = warm(block);
    } catch (BlockStoreException e) {
      task.failure = e;
    } finally {
      task.ended.raise();
    }
  }

  private Warmed await(Task task) throws BlockStoreException {
    try {
      if (!task.ended.await(options.patience())) {
        throw new TimeoutException("the block has not come for " + options.patience());
      }
    } catch (TimeoutException | InterruptedException e) {
      throw failures.gaveUp(Operation.READ, task.key, e);
    }
    BlockStoreException failure = task.failure;
    if (failure != null) {
      throw failure;
    }
    return task.warmed;
  }

  private Warmed warm(BlockStat block) throws BlockStoreException {
    BlockKey key = block.key();
    long stamp = fetched.stamp(key);
    try {
      if (staged.find(key).isPresent()) {
        return new Warmed(0, 0, 1, 0);
      }
    } catch (IOException e) {
      throw failures.unreadable(Operation.READ, key, e);
    }
    if (block.size() > options.maxStagedBytes()) {
      return new Warmed(0, 0, 0, 1);
    }
    try {
      return fetches.keepWhole(key, block.size(), stamp)
          ? new Warmed(1, block.size(), 0, 0)
          : new Warmed(0, 0, 0, 1);
    } catch (BlockNotFoundException gone) {
      return new Warmed(0, 0, 0, 1);
    }
  }

  /** Takes away what the store has, too; returns how many blocks of the disk that were. */
  long evict(KeyPrefix prefix) throws BlockStoreException {
    Eviction eviction = new Eviction(prefix);
    fetched.forget(prefix);
    try {
      index.forEach(BlockState.KEPT, eviction::visit);
      if (eviction.last != null) {
        staged.awaitDurable(eviction.last);
      }
    } catch (IOException e) {
      throw failures.unreadable(Operation.DELETE, null, e);
    }
    return eviction.count;
  }

  /** Goes through the index; what is at risk by now stays. */
  private final class Eviction {

    private final KeyPrefix prefix;
    private long count;
    private @Nullable Appended last;

    Eviction(KeyPrefix prefix) {
      this.prefix = prefix;
    }

    void visit(BlockKey key, IndexEntry seen) throws IOException {
      if (!prefix.covers(key)) {
        return;
      }
      Deadline deadline = Deadline.in(options.patience(), effects.effects().ticker());
      staged.room().makeInJournal(deadline);
      boolean done = false;
      while (!done) {
        try {
          evict(key);
          done = true;
        } catch (JournalFullException | DiskFullException full) {
          staged.room().make(full, deadline);
        }
      }
    }

    private void evict(BlockKey key) throws IOException {
      try (KeyLocks.Held _ = locks.lock(key, options.patience())) {
        Optional<IndexEntry> entry =
            index.find(key).filter(e -> StagedBlocks.state(e) == BlockState.CLEAN);
        if (entry.isPresent()) {
          try (KeyLocks.Held _ = fetched.change(key)) {
            last = staged.evict(key);
            count++;
          }
        }
      } catch (TimeoutException | InterruptedException e) {
        throw failures.gaveUp(Operation.DELETE, key, e);
      }
    }
  }
}
