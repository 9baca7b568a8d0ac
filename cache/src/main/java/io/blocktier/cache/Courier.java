package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.cache.index.IndexEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a block to the store, or several deletions together, and keeps account of that. None
 * travels before it survives a power cut here: the store would have a version that the journal has
 * lost, beside an older one that it holds.
 */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final int MAX_DELETIONS = 1000;

  private final Delivery delivery;
  private final StagedBlocks staged;
  private final KeyLocks locks;
  private final Promotions promotions;
  private final LateCalls late;
  private final CacheEffects effects;
  private final Duration patience;

  Courier(
      Delivery delivery,
      StagedBlocks staged,
      KeyLocks locks,
      Promotions promotions,
      LateCalls late,
      CacheEffects effects,
      Duration patience) {
    this.delivery = delivery;
    this.staged = staged;
    this.locks = locks;
    this.promotions = promotions;
    this.late = late;
    this.effects = effects;
    this.patience = patience;
  }

  /**
   * Carries a block.
   *
   * @param more hands over further blocks, or empty; those that are deletions are carried, too
   * @return what became of each that was handed over
   */
  Map<BlockKey, Outcome> carry(BlockKey key, Supplier<Optional<BlockKey>> more)
      throws InterruptedException {
    SequencedMap<BlockKey, Outcome> outcomes = new LinkedHashMap<>();
    try {
      Optional<IndexEntry> entry = travelling(key);
      if (entry.isEmpty()) {
        outcomes.put(key, new Outcome.Done());
      } else if (StagedBlocks.state(entry.get()).isDeletion()) {
        delete(key, entry.get(), more, outcomes);
      } else {
        outcomes.put(key, write(key, entry.get()));
      }
    } catch (IOException | TimeoutException e) {
      outcomes.put(key, new Outcome.Hindered(e));
    } catch (RuntimeException e) {
      LOG.error("a defect keeps '{}' from the store; it is tried again", key, e);
      outcomes.put(key, new Outcome.Hindered(e));
    } catch (VirtualMachineError | LinkageError e) { // above all of memory, which may be back soon
      LOG.error("'{}' does not get to the store now: {}", key, e.toString());
      outcomes.put(key, new Outcome.Hindered(new IllegalStateException(e)));
    }
    return outcomes;
  }

  private Optional<IndexEntry> travelling(BlockKey key) throws IOException {
    return staged.find(key).filter(entry -> StagedBlocks.state(entry).travels());
  }

  private Outcome write(BlockKey key, IndexEntry entry)
      throws IOException, TimeoutException, InterruptedException {
    try {
      staged.awaitDurable(entry);
      Delivery.Parcel parcel = delivery.parcel(staged, entry);
      BlockHead head = parcel.head();
      Sending sending = sending(key, entry.generation());
      if (!late.wasSent(key, entry.generation()) || !delivery.isThere(key, head)) {
        send(key, entry.generation(), parcel);
      }
      return delivered(key, sending, head.ranges().isWhole());
    } catch (BlockStoreException e) {
      return failed(key, entry.generation(), e);
    }
  }

  private void send(BlockKey key, long generation, Delivery.Parcel parcel) throws IOException {
    try {
      delivery.write(key, parcel);
    } catch (RuntimeException | Error e) {
      late.lost(key, generation); // an attempt before it may have been sent
      throw e;
    }
  }

  private void delete(
      BlockKey key,
      IndexEntry entry,
      Supplier<Optional<BlockKey>> more,
      Map<BlockKey, Outcome> outcomes)
      throws IOException, TimeoutException, InterruptedException {
    SequencedMap<BlockKey, Sending> sendings = new LinkedHashMap<>();
    sendings.put(key, sending(key, entry.generation()));
    gather(more, sendings, outcomes);
    Map<BlockKey, BlockStoreException> failures = new LinkedHashMap<>();
    try {
      failures.putAll(delivery.delete(sendings.keySet()));
    } catch (BlockStoreException e) {
      sendings.keySet().forEach(each -> failures.put(each, e));
    } catch (RuntimeException | Error e) {
      sendings.forEach((each, sending) -> late.lost(each, sending.generation()));
      throw e;
    }
    for (Map.Entry<BlockKey, Sending> each : sendings.entrySet()) {
      BlockStoreException failure = failures.get(each.getKey());
      outcomes.put(
          each.getKey(),
          failure == null
              ? delivered(each.getKey(), each.getValue(), true)
              : failed(each.getKey(), each.getValue().generation(), failure));
    }
  }

  /** Deletions survive a power cut before the index leads to them. */
  private void gather(
      Supplier<Optional<BlockKey>> more,
      Map<BlockKey, Sending> sendings,
      Map<BlockKey, Outcome> outcomes)
      throws IOException {
    while (sendings.size() < MAX_DELETIONS) {
      Optional<BlockKey> next = more.get();
      if (next.isEmpty()) {
        return;
      }
      outcomes.put(next.get(), new Outcome.Changed());
      Optional<IndexEntry> entry = travelling(next.get());
      if (entry.isEmpty() || !StagedBlocks.state(entry.get()).isDeletion()) {
        return;
      }
      sendings.put(next.get(), sending(next.get(), entry.get().generation()));
    }
  }

  /**
   * A generation as it was when the store was about to hear of it: nobody knows when within its
   * call the store took it, and what could land behind the beginning could land behind that.
   */
  private record Sending(long generation, boolean overtakable) {}

  private Sending sending(BlockKey key, long generation) {
    return new Sending(generation, late.overtakes(key, generation));
  }

  /** What may be overtaken by a call whose reply was lost is looked at again later. */
  private Outcome delivered(BlockKey key, Sending sending, boolean whole)
      throws IOException, TimeoutException, InterruptedException {
    long generation = sending.generation();
    if (sending.overtakable() || late.overtakes(key, generation)) {
      late.sent(key, generation);
      return new Outcome.Waiting(late.left(key, generation));
    }
    Optional<IndexEntry> newest;
    try (KeyLocks.Held _ = locks.lock(key, patience)) {
      newest =
          whole ? staged.notes().settle(key, generation) : staged.notes().forget(key, generation);
    }
    if (newest.isEmpty()) {
      return new Outcome.Changed();
    }
    promotions.settled(key, newest.get());
    return new Outcome.Delivered();
  }

  private Outcome failed(BlockKey key, long generation, BlockStoreException reason)
      throws IOException, TimeoutException, InterruptedException {
    LOG.debug("'{}' does not get to the store now", key, reason);
    if (reason instanceof StoreClosedException) {
      return new Outcome.Done(); // whoever closed it brings the block to the next opening
    }
    if (reason instanceof OutcomeUnknownException) {
      late.lost(key, generation);
    }
    if (isForNow(reason)) {
      return new Outcome.InVain(reason);
    }
    LOG.warn("the store refuses '{}', which is quarantined: {}", key, reason.getMessage());
    Refusal refusal = Refusal.of(generation, effects.effects().clock().instant(), reason);
    try (KeyLocks.Held _ = locks.lock(key, patience)) {
      staged.notes().quarantine(key, refusal);
      promotions.refused(key, generation, reason); // before anybody drops or retries the block
    }
    return new Outcome.Done();
  }

  /** What may be otherwise later without anybody doing something about the block. */
  private static boolean isForNow(BlockStoreException e) {
    return e.retryable()
        || e instanceof OutcomeUnknownException
        || e instanceof OutOfSpaceException;
  }
}
