package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Operation;
import io.blocktier.segments.Batch;
import io.blocktier.segments.RecordReceipt;
import io.blocktier.segments.SegmentManager;
import io.blocktier.segments.SegmentsOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings changes of blocks into the segments. A change is made in two steps, so that blocks of many
 * writers share a segment:
 *
 * <ol>
 *   <li>its records are in the log, which is forced, while the lock of the block is held: readers
 *       and conditions see it from then on, and a power cut spares it;
 *   <li>without the lock, and where the level asks for it, the segment is awaited that is sealed by
 *       its size or its age. Only then it survives the loss of the machine.
 * </ol>
 */
final class Commits {

  private final SegmentManager manager;
  private final Duration patience;
  private final boolean patient;
  private final PackedFailures failures;

  /** How often something got its place in the log, and nobody knew whether it would be seen. */
  private final AtomicLong doubts = new AtomicLong();

  /** How many of those are settled. */
  private final AtomicLong settled = new AtomicLong();

  /**
   * Makes commits.
   *
   * @param options whose age is one to wait for where every write waits for its segment; otherwise
   *     one that asks for that has it sealed at once
   */
  Commits(SegmentManager manager, SegmentsOptions options, PackedFailures failures) {
    this.manager = manager;
    this.patience = options.patience();
    this.patient = options.durability() == Durability.REMOTE;
    this.failures = failures;
  }

  /**
   * Settles what is in doubt, so that conditions are judged by what will be there. To be called
   * before anything is looked up, and under the lock where something is changed.
   */
  void settle(Operation operation, @Nullable BlockKey key) throws BlockStoreException {
    long known = doubts.get();
    if (known > settled.get()) {
      try {
        manager.flush();
        settled.accumulateAndGet(known, Math::max);
      } catch (BlockStoreException e) {
        throw failures.about(operation, key, e);
      }
    }
  }

  /** Makes the first step. */
  RecordReceipt log(Operation operation, @Nullable BlockKey key, Batch batch)
      throws BlockStoreException {
    RecordReceipt receipt;
    try {
      receipt = manager.submit(batch);
    } catch (BlockStoreException e) {
      throw failures.about(operation, key, e);
    }
    try {
      receipt.await(Durability.LOCAL, patience);
      return receipt;
    } catch (BlockStoreException e) {
      doubts.incrementAndGet();
      throw failures.unsure(operation, key, e);
    }
  }

  /** Makes the second step. */
  void await(Operation operation, @Nullable BlockKey key, RecordReceipt receipt, Durability level)
      throws BlockStoreException {
    if (level == Durability.REMOTE) {
      try {
        if (patient) {
          receipt.awaitSealing(patience);
        } else {
          receipt.await(Durability.REMOTE, patience);
        }
      } catch (BlockStoreException e) {
        throw failures.unsure(operation, key, e);
      }
    }
  }
}
