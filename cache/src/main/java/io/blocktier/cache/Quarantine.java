package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.DiskFullException;
import io.blocktier.journal.JournalFullException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/** What the store refuses, for those who decide what becomes of it. */
final class Quarantine {

  private final CountedIndex index;
  private final StagedBlocks staged;
  private final FetchedBlocks fetched;
  private final KeyLocks locks;
  private final Promotions promotions;
  private final Flusher flusher;
  private final CacheFailures failures;
  private final Effects effects;
  private final Duration patience;

  Quarantine(
      CountedIndex index,
      StagedBlocks staged,
      FetchedBlocks fetched,
      KeyLocks locks,
      Promotions promotions,
      Flusher flusher,
      CacheFailures failures,
      Effects effects,
      Duration patience) {
    this.index = index;
    this.staged = staged;
    this.fetched = fetched;
    this.locks = locks;
    this.promotions = promotions;
    this.flusher = flusher;
    this.failures = failures;
    this.effects = effects;
    this.patience = patience;
  }

  /** Returns what is quarantined, in the order of the keys. */
  List<QuarantinedBlock> list(KeyPrefix prefix) throws BlockStoreException {
    List<QuarantinedBlock> found = new ArrayList<>();
    for (BlockKey key : quarantined(Operation.LIST, prefix)) {
      try {
        Optional<IndexEntry> entry = quarantined(key);
        Optional<Refusal> refusal = staged.refusals().find(key);
        if (entry.isPresent() && refusal.isPresent()) {
          found.add(
              new QuarantinedBlock(
                  key,
                  StagedBlocks.state(entry.get()).isDeletion(),
                  entry.get().position().length(),
                  refusal.get().since(),
                  refusal.get().reason()));
        }
      } catch (IOException e) {
        throw failures.unreadable(Operation.LIST, key, e);
      }
    }
    return found;
  }

  private SortedSet<BlockKey> quarantined(Operation operation, KeyPrefix prefix)
      throws BlockStoreException {
    SortedSet<BlockKey> found = new TreeSet<>();
    try {
      if (index.counts().quarantined() > 0) {
        index.forEach(BlockState.REFUSED, (key, _) -> found.add(key));
      }
    } catch (IOException e) {
      throw failures.unreadable(operation, null, e);
    }
    found.removeIf(key -> !prefix.covers(key));
    return found;
  }

  private Optional<IndexEntry> quarantined(BlockKey key) throws IOException {
    return index.find(key).filter(entry -> StagedBlocks.state(entry).isQuarantined());
  }

  /** What is done with a quarantined block while its lock is held. */
  @FunctionalInterface
  private interface Decision {
    void take(BlockKey key, IndexEntry entry) throws IOException;
  }

  /** Offers again what was refused; returns how many blocks that are. */
  long retry(KeyPrefix prefix) throws BlockStoreException {
    return decide(
        Operation.WRITE,
        prefix,
        (key, entry) -> {
          staged.notes().offerAgain(key, entry);
          promotions.forgive(key);
          flusher.offer(key);
        });
  }

  /**
   * Gives up what was refused, durably: the blocks are again what the store has. Returns how many
   * they are.
   */
  long drop(KeyPrefix prefix) throws BlockStoreException {
    return decide(
        Operation.DELETE,
        prefix,
        (key, entry) -> {
          try (KeyLocks.Held _ = fetched.change(key)) {
            staged.drop(key, entry);
          }
        });
  }

  private long decide(Operation operation, KeyPrefix prefix, Decision decision)
      throws BlockStoreException {
    long count = 0;
    for (BlockKey key : quarantined(operation, prefix)) {
      try {
        count += quarantined(key).isPresent() && decide(key, decision) ? 1 : 0;
      } catch (TimeoutException | InterruptedException e) {
        throw failures.gaveUp(operation, key, e);
      } catch (IOException e) {
        throw failures.unsure(operation, key, e);
      }
    }
    return count;
  }

  /**
   * What is given up makes room itself, and takes a little of what writes leave free. Where that is
   * not enough, room is made without the lock: the block itself may be what is in the way.
   */
  private boolean decide(BlockKey key, Decision decision)
      throws IOException, TimeoutException, InterruptedException {
    Deadline deadline = Deadline.in(patience, effects.ticker());
    while (true) {
      try (KeyLocks.Held _ = locks.lock(key, patience)) {
        Optional<IndexEntry> entry = quarantined(key);
        if (entry.isPresent()) {
          decision.take(key, entry.get());
        }
        return entry.isPresent();
      } catch (JournalFullException | DiskFullException full) {
        staged.room().make(full, deadline);
      }
    }
  }
}
