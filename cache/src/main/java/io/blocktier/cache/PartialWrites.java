package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Appended;
import io.blocktier.journal.Log;
import io.blocktier.journal.SegmentReleasedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages writes of parts of blocks. The store is not asked: its version is looked at when the parts
 * get there. Those who write parts of one block take turns from the reading of its record to the
 * staging of the next, so that only whole writes and the flusher can come in between.
 */
final class PartialWrites {

  private static final Logger LOG = LoggerFactory.getLogger(PartialWrites.class);

  /** Up to this size a version that the store has, too, is staged anew as a whole. */
  static final int MAX_RESTAGED_BYTES = 64 << 10;

  /**
   * No part ends behind it. Merging sends the whole block, with zeros where nothing was written: a
   * part far behind everything else would keep the flusher busy without an end.
   */
  static final long MAX_BLOCK_BYTES = 64L << 30;

  private final Limits limits;
  private final Writes writes;
  private final StagedBlocks staged;
  private final Log log;
  private final KeyLocks turns;
  private final Barrier barrier;
  private final Flusher flusher;
  private final Receipts receipts;
  private final CacheFailures failures;
  private final CacheEffects effects;
  private final CacheOptions options;

  PartialWrites(
      Limits limits,
      Writes writes,
      StagedBlocks staged,
      Log log,
      Barrier barrier,
      Flusher flusher,
      Receipts receipts,
      CacheFailures failures,
      CacheEffects effects,
      CacheOptions options) {
    this.limits = limits;
    this.writes = writes;
    this.staged = staged;
    this.log = log;
    this.turns = new KeyLocks(effects.signals());
    this.barrier = barrier;
    this.flusher = flusher;
    this.receipts = receipts;
    this.failures = failures;
    this.effects = effects;
    this.options = options;
  }

  Receipt write(BlockKey key, long offset, Content content, Durability level)
      throws BlockStoreException {
    long begun = receipts.begin();
    requireBounds(key, offset, content.length());
    ByteBuffer bytes = writes.copy(key, content);
    writes.requireEqual(key, content.checksum(), Crc32c.of(bytes));
    Patch patch =
        new Patch(
            offset,
            bytes,
            PutId.random(effects.effects().random()),
            effects.effects().clock().millis());
    Staged record = stage(key, patch, level);
    flusher.offer(key);
    return receipts.give(key, record.head(), record.appended(), level, begun);
  }

  private record Staged(BlockHead head, Appended appended) {}

  private void requireBounds(BlockKey key, long offset, long length)
      throws InvalidRequestException {
    if (length < 1 || length > maxRecordBytes()) {
      String detail =
          String.format(
              Locale.ROOT, "a part has between 1 and %d bytes, not %d", maxRecordBytes(), length);
      throw new InvalidRequestException(
          failures.failure(Operation.WRITE, key, detail).remedy("write less at a time"));
    }
    if (offset < 0 || offset > maxBlockBytes() - length) {
      String detail =
          String.format(
              Locale.ROOT,
              "%d bytes at %d do not lie between 0 and the %d bytes of the largest block",
              length,
              offset,
              maxBlockBytes());
      throw new InvalidRequestException(
          failures.failure(Operation.WRITE, key, detail).remedy("write to several blocks"));
    }
  }

  private long maxBlockBytes() {
    return Math.min(MAX_BLOCK_BYTES, limits.maxBlockBytes());
  }

  private long maxRecordBytes() {
    return Math.min(options.maxStagedBytes(), options.maxAtRiskBytes());
  }

  private Staged stage(BlockKey key, Patch patch, Durability level) throws BlockStoreException {
    Deadline deadline = Deadline.in(options.patience(), effects.effects().ticker());
    try (KeyLocks.Held _ = turns.lock(key, options.patience())) {
      Staged record = null;
      while (record == null) {
        if (!deadline.remaining(effects.effects().ticker()).isPositive()) {
          throw new TimeoutException("the block is written faster than it gets to the store");
        }
        record = tryStage(key, patch, level);
      }
      return record;
    } catch (TimeoutException | InterruptedException e) {
      throw failures.gaveUp(Operation.WRITE, key, e);
    } catch (IOException e) {
      throw failures.unreadable(Operation.WRITE, key, e);
    }
  }

  /** Null where the block has changed meanwhile, or its record would become too large. */
  private @Nullable Staged tryStage(BlockKey key, Patch patch, Durability level)
      throws IOException {
    Optional<IndexEntry> found = staged.find(key);
    try {
      if (!fits(found, patch)) {
        barrier.await(Operation.WRITE, key, options.patience());
        return null;
      }
      Patch.Merged merged = merge(key, found, patch);
      long generation = found.map(IndexEntry::generation).orElse(0L);
      Appended appended =
          writes.stage(
              key, merged.head(), merged.payload(), level, () -> isNewest(key, generation));
      return appended == null ? null : new Staged(merged.head(), appended);
    } catch (SegmentReleasedException moved) {
      return null;
    }
  }

  private boolean isNewest(BlockKey key, long generation) throws IOException {
    return staged.find(key).map(IndexEntry::generation).orElse(0L) == generation;
  }

  /** What the store has not got may become as large as a staged block; then it goes first. */
  private boolean fits(Optional<IndexEntry> found, Patch patch) throws IOException {
    if (found.isEmpty() || !StagedBlocks.state(found.get()).isAtRisk()) {
      return true;
    }
    if (StagedBlocks.state(found.get()).isDeletion()) {
      return patch.end() <= maxRecordBytes();
    }
    BlockHead head = staged.head(found.get());
    return head.ranges().isWhole()
        ? Math.max(head.size(), patch.end()) <= maxRecordBytes()
        : found.get().position().length() + patch.length() <= maxRecordBytes()
            && head.ranges().extents().size() < Ranges.MAX_EXTENTS;
  }

  private Patch.Merged merge(BlockKey key, Optional<IndexEntry> found, Patch patch)
      throws IOException {
    if (found.isEmpty()) {
      return patch.overStore();
    }
    IndexEntry entry = found.get();
    if (StagedBlocks.state(entry).isDeletion()) {
      return patch.overNothing();
    }
    if (!StagedBlocks.state(entry).isAtRisk()) {
      return overClean(key, entry, patch);
    }
    BlockHead head = staged.head(entry);
    return head.ranges().isWhole()
        ? patch.overWhole(key, entry, head, log)
        : patch.overParts(key, entry, head, log);
  }

  /** The store has the version, too, where it is too large, or cannot be read here. */
  private Patch.Merged overClean(BlockKey key, IndexEntry entry, Patch patch)
      throws SegmentReleasedException {
    try {
      BlockHead head = staged.head(entry);
      if (Math.max(head.size(), patch.end()) <= MAX_RESTAGED_BYTES) {
        return patch.overWhole(key, entry, head, log);
      }
    } catch (SegmentReleasedException moved) {
      throw moved;
    } catch (IOException e) {
      LOG.warn("'{}' cannot be read here; the part goes over what the store has", key, e);
    }
    return patch.overStore();
  }
}
