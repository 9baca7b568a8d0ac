package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PutId;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.journal.Appended;
import io.blocktier.journal.DiskFullException;
import io.blocktier.journal.JournalFullException;
import io.blocktier.journal.disk.DiskStalledException;
import io.blocktier.journal.disk.DiskWatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Stages writes and deletions without condition, which is what the cache is for. */
final class Writes {

  /** How many deletions wait for the disk together; their blocks are locked meanwhile. */
  private static final int MAX_DELETIONS = 1000;

  private final StagedBlocks staged;
  private final FetchedBlocks fetched;
  private final AtRisk atRisk;
  private final Precedence precedence;
  private final KeyLocks locks;
  private final Flusher flusher;
  private final Receipts receipts;
  private final DiskWatch watch;
  private final CacheFailures failures;
  private final CacheEffects effects;
  private final CacheOptions options;

  Writes(
      StagedBlocks staged,
      FetchedBlocks fetched,
      AtRisk atRisk,
      Precedence precedence,
      KeyLocks locks,
      Flusher flusher,
      Receipts receipts,
      DiskWatch watch,
      CacheFailures failures,
      CacheEffects effects,
      CacheOptions options) {
    this.staged = staged;
    this.fetched = fetched;
    this.atRisk = atRisk;
    this.precedence = precedence;
    this.locks = locks;
    this.flusher = flusher;
    this.receipts = receipts;
    this.watch = watch;
    this.failures = failures;
    this.effects = effects;
    this.options = options;
  }

  /** How a write gets room among the bytes at risk; false if it is not to be staged without. */
  @FunctionalInterface
  private interface Admission {
    boolean admits(long bytes) throws BlockStoreException;
  }

  /** Stages a block, and waits for room. */
  Receipt write(BlockKey key, Content content, WriteOptions how) throws BlockStoreException {
    Optional<Receipt> receipt =
        write(
            key,
            content,
            how,
            bytes -> {
              reserve(key, bytes);
              return true;
            });
    return receipt.orElseThrow();
  }

  /** Stages a block of bulk if there is room for it at once; else nothing has happened. */
  Optional<Receipt> writeIfRoom(BlockKey key, Content content, WriteOptions how)
      throws BlockStoreException {
    return atRisk.hasRoomForBulk(content.length())
        ? write(key, content, how, atRisk::tryReserveBulk)
        : Optional.empty();
  }

  private Optional<Receipt> write(
      BlockKey key, Content content, WriteOptions how, Admission admission)
      throws BlockStoreException {
    long begun = receipts.begin();
    Durability level = how.durability().orElse(options.durability());
    List<ByteBuffer> payload = payload(key, content, level);
    Units.Pass pass = Units.over(payload, content.length());
    requireEqual(key, content.checksum(), pass.whole());
    PutId putId = how.putId().orElseGet(() -> PutId.random(effects.effects().random()));
    BlockHead head =
        new BlockHead(
            content.length(),
            pass.whole(),
            effects.effects().clock().millis(),
            Etag.of(putId.value()),
            Optional.of(putId),
            how.storageClass(),
            how.metadata(),
            pass.units());
    requireDisk(key, level);
    if (!admission.admits(content.length())) {
      return Optional.empty();
    }
    Appended appended =
        Objects.requireNonNull(
            stageAdmitted(key, head, payload, content.length(), level, () -> true));
    flusher.offer(key);
    staged.releaseDeserted(appended);
    return Optional.of(receipts.give(key, head, appended, level, begun));
  }

  /** What has to hold still when a version is staged, under the lock of its block. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Stages a version, or returns null if a condition does not hold. */
  @Nullable Appended stage(
      BlockKey key, BlockHead head, List<ByteBuffer> payload, Durability level, Condition condition)
      throws BlockStoreException {
    long bytes = 0;
    for (ByteBuffer part : payload) {
      bytes += part.remaining();
    }
    requireDisk(key, level);
    reserve(key, bytes);
    return stageAdmitted(key, head, payload, bytes, level, condition);
  }

  private @Nullable Appended stageAdmitted(
      BlockKey key,
      BlockHead head,
      List<ByteBuffer> payload,
      long bytes,
      Durability level,
      Condition condition)
      throws BlockStoreException {
    boolean durably = level.covers(Durability.LOCAL);
    Appended appended = null;
    precedence.begin();
    try {
      appended =
          withRoom(
              Operation.WRITE, key, patience(), () -> put(key, head, payload, durably, condition));
      return appended;
    } catch (TimeoutException | InterruptedException e) {
      throw failures.gaveUp(Operation.WRITE, key, e);
    } catch (IOException e) {
      throw failures.unsure(Operation.WRITE, key, e);
    } finally {
      precedence.end();
      if (appended == null) {
        atRisk.release(bytes);
      }
    }
  }

  private @Nullable Appended put(
      BlockKey key, BlockHead head, List<ByteBuffer> payload, boolean durably, Condition condition)
      throws IOException, TimeoutException, InterruptedException {
    try (KeyLocks.Held _ = locks.lock(key, options.patience());
        KeyLocks.Held _ = fetched.change(key)) {
      if (!condition.holds()) {
        return null;
      }
      return staged.put(key, head, payload, durably);
    }
  }

  private void requireDisk(BlockKey key, Durability level) throws StoreUnavailableException {
    if (level.covers(Durability.LOCAL)) {
      requireDisk(Operation.WRITE, key);
    }
  }

  /** Refuses at once what would be acknowledged by a disk that does not answer. */
  private void requireDisk(Operation operation, BlockKey key) throws StoreUnavailableException {
    try {
      watch.requireSound();
    } catch (DiskStalledException stalled) {
      throw failures.stalled(operation, key, stalled);
    }
  }

  /** What needs room in the journal. */
  @FunctionalInterface
  private interface Staging<T extends @Nullable Object> {
    T run() throws IOException, TimeoutException, InterruptedException;
  }

  private Deadline patience() {
    return Deadline.in(options.patience(), effects.effects().ticker());
  }

  private <T extends @Nullable Object> T withRoom(
      Operation operation, BlockKey key, Deadline deadline, Staging<T> staging)
      throws IOException, TimeoutException, InterruptedException {
    while (true) {
      try {
        return staging.run();
      } catch (JournalFullException
          | DiskFullException
          | CacheFullException
          | UnwrittenException full) {
        precedence.end(); // blocks that travel make room
        try {
          makeRoom(operation, key, full, deadline);
        } finally {
          precedence.begin();
        }
      }
    }
  }

  /** Nothing was appended yet, so that a failure leaves no doubt about the outcome. */
  private void makeRoom(Operation operation, BlockKey key, IOException full, Deadline deadline)
      throws IOException {
    try {
      staged.room().make(full, deadline);
    } catch (JournalFullException
        | DiskFullException
        | CacheFullException
        | UnwrittenException still) {
      throw still;
    } catch (IOException e) {
      throw failures.noRoom(operation, key, e);
    }
  }

  private void reserve(BlockKey key, long bytes) throws BlockStoreException {
    try {
      atRisk.reserve(bytes, options.patience());
    } catch (TimeoutException | InterruptedException e) {
      throw failures.gaveUp(Operation.WRITE, key, e);
    }
  }

  /** The caller's own buffers, if it waits until they are written. */
  private List<ByteBuffer> payload(BlockKey key, Content content, Durability level)
      throws BlockStoreException {
    if (content instanceof Content.Buffers buffers && level.covers(Durability.LOCAL)) {
      return List.of(buffers.duplicates());
    }
    return List.of(copy(key, content));
  }

  /** Takes all bytes of a source, which has to deliver as many as it announced. */
  ByteBuffer copy(BlockKey key, Content content) throws BlockStoreException {
    ByteBuffer copy = ByteBuffer.allocate(Math.toIntExact(content.length()));
    try (InputStream in = content.open()) {
      int count = in.readNBytes(copy.array(), 0, copy.capacity());
      if (count < copy.capacity() || in.read() >= 0) {
        String detail =
            String.format(
                Locale.ROOT,
                "the source delivers %s than the %d bytes that were announced",
                count < copy.capacity() ? "fewer" : "more",
                content.length());
        throw new InvalidRequestException(
            failures.failure(Operation.WRITE, key, detail).remedy("announce what it delivers"));
      }
    } catch (BlockStoreException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidRequestException(
          failures
              .failure(Operation.WRITE, key, "the source failed: " + e)
              .remedy("write again from a source that works"),
          e);
    }
    return copy;
  }

  void requireEqual(BlockKey key, Optional<Crc32c> announced, Crc32c seen)
      throws CorruptBlockException {
    if (announced.isPresent() && !announced.get().equals(seen)) {
      String detail =
          String.format(Locale.ROOT, "the bytes have checksum %s, not %s", seen, announced.get());
      throw new CorruptBlockException(
          failures.failure(Operation.WRITE, key, detail).remedy("write the bytes that were meant"));
    }
  }

  /** Deletes blocks together: one wait for the disk for many of them. */
  DeleteReport delete(Operation operation, Collection<BlockKey> keys) throws BlockStoreException {
    List<BlockKey> distinct = new ArrayList<>(new TreeSet<>(keys));
    Deadline deadline = patience();
    int done = 0;
    while (done < distinct.size()) {
      List<BlockKey> piece =
          distinct.subList(done, Math.min(distinct.size(), done + MAX_DELETIONS));
      int deleted = deleteSome(operation, piece, deadline);
      done += deleted;
      deadline = deleted == piece.size() ? patience() : deadline;
    }
    return new DeleteReport(distinct.size(), Map.of());
  }

  /** Deletes the first of some blocks, as many as there is room for; returns how many. */
  private int deleteSome(Operation operation, List<BlockKey> keys, Deadline deadline)
      throws BlockStoreException {
    requireDisk(operation, keys.getFirst());
    precedence.begin();
    int deleted;
    try {
      deleted = withRoom(operation, keys.getFirst(), deadline, () -> deleteLocked(keys));
    } catch (TimeoutException | InterruptedException e) {
      throw failures.gaveUp(operation, keys.getFirst(), e);
    } catch (IOException e) {
      throw failures.unsure(operation, keys.getFirst(), e);
    } finally {
      precedence.end();
    }
    keys.subList(0, deleted).forEach(flusher::offer);
    return deleted;
  }

  private int deleteLocked(List<BlockKey> keys)
      throws IOException, TimeoutException, InterruptedException {
    Deque<KeyLocks.Held> held = new ArrayDeque<>();
    try {
      for (BlockKey key : keys) {
        held.push(locks.lock(key, options.patience()));
        held.push(fetched.change(key));
      }
      return staged.delete(keys);
    } finally {
      held.forEach(KeyLocks.Held::close);
    }
  }
}
