package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.ReadChecks;
import io.blocktier.journal.Damage;
import io.blocktier.journal.DiskFullException;
import io.blocktier.journal.JournalClosedException;
import io.blocktier.journal.JournalFullException;
import io.blocktier.journal.disk.DiskStalledException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Says in the terms of a store what went wrong in the cache. */
final class CacheFailures {

  private final Object cache;

  CacheFailures(Object cache) {
    this.cache = cache;
  }

  BlockNotFoundException absent(Operation operation, BlockKey key) {
    return new BlockNotFoundException(
        failure(operation, key, "the key has no block")
            .remedy("check the key, or take the absence as an answer"));
  }

  /** A wait that ended before anything was changed. */
  StoreUnavailableException gaveUp(Operation operation, @Nullable BlockKey key, Exception wait) {
    if (wait instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    String detail =
        wait instanceof TimeoutException && wait.getMessage() != null
            ? wait.getMessage()
            : "interrupted while waiting";
    return new StoreUnavailableException(
        failure(operation, key, detail).remedy("try again, or allow more time or room"), wait);
  }

  /** A record that may be found after a crash, or may not. */
  BlockStoreException unsure(Operation operation, BlockKey key, IOException error) {
    return switch (error) {
      case BlockStoreException known -> known;
      case JournalFullException full ->
          new OutOfSpaceException(
              failure(operation, key, String.valueOf(full.getMessage()))
                  .remedy("give the cache more disk, or less to keep"),
              full);
      case DiskFullException full ->
          new OutOfSpaceException(
              failure(operation, key, String.valueOf(full.getMessage()))
                  .remedy("free space on that disk, or give the cache less of it"),
              full);
      case UnwrittenException unwritten ->
          new StoreUnavailableException(
              failure(operation, key, String.valueOf(unwritten.getMessage()))
                  .remedy("check the disk of the cache, or write more slowly"),
              unwritten);
      case DiskStalledException stalled ->
          new OutcomeUnknownException(
              failure(operation, key, String.valueOf(stalled.getMessage()))
                  .remedy(
                      "check that disk; the write may be found when it answers, or after a restart"),
              stalled);
      case JournalClosedException closed ->
          new StoreClosedException(
              failure(operation, key, "the cache is closed").remedy("open it again"), closed);
      case CacheFullException full ->
          new OutOfSpaceException(
              failure(operation, key, String.valueOf(full.getMessage()))
                  .remedy("allow more blocks, or wait until the store has taken some"),
              full);
      default ->
          new OutcomeUnknownException(
              failure(operation, key, "the journal failed: " + error)
                  .remedy("check the disk of the cache"),
              error);
    };
  }

  /** A disk that does not answer, before anything was changed. */
  StoreUnavailableException stalled(
      Operation operation, @Nullable BlockKey key, DiskStalledException stalled) {
    return new StoreUnavailableException(
        failure(operation, key, String.valueOf(stalled.getMessage()))
            .remedy("check that disk; the call is served again when it answers"),
        stalled);
  }

  /** A disk that fails before anything was changed. */
  StoreUnavailableException noRoom(Operation operation, BlockKey key, IOException error) {
    return new StoreUnavailableException(
        failure(operation, key, "the journal cannot make room: " + error)
            .remedy("check the disk of the cache"),
        error);
  }

  BlockStoreException unreadable(Operation operation, @Nullable BlockKey key, IOException error) {
    return switch (error) {
      case BlockStoreException known -> known;
      case DiskStalledException stalled -> stalled(operation, key, stalled);
      default ->
          new StoreUnavailableException(
              failure(operation, key, "the journal cannot be read: " + error)
                  .remedy("check the disk of the cache"),
              error);
    };
  }

  /** A version that the store refused before the cache was opened. */
  BlockStoreException refused(Operation operation, BlockKey key, Refusal refusal) {
    return refusal.error(
        failure(
                operation,
                key,
                "the store refused it at " + refusal.since() + ": " + refusal.reason())
            .remedy("see 'blocktier quarantine'"));
  }

  /** A journal of which something is missing that had been durable. */
  CorruptBlockException damaged(List<Damage> damages) {
    Damage first = damages.getFirst();
    String detail =
        String.format(
            Locale.ROOT,
            "the journal is damaged in %d places, the first in %s (records %d to %d: %s);"
                + " the store has everything else",
            damages.size(),
            first.file(),
            first.first(),
            first.last(),
            first.detail());
    return new CorruptBlockException(
        failure(Operation.WRITE, null, detail)
            .remedy("write again what is missing, and begin a new directory on a sound disk"));
  }

  CorruptBlockException corrupt(Operation operation, BlockKey key, String detail) {
    return new CorruptBlockException(
        failure(operation, key, detail).remedy("check the disk of the cache"));
  }

  RangeNotSatisfiableException beyondTheEnd(
      BlockKey key, ByteRange range, RangeNotSatisfiableException cause) {
    return new RangeNotSatisfiableException(
        failure(Operation.READ, key, range + " begin behind the end of the block")
            .remedy("read within the block"),
        cause);
  }

  /** Returns how many bytes a range of a block yields, if there is room for them. */
  int requireRoom(BlockKey key, ByteRange range, long size, ByteBuffer target)
      throws BlockStoreException {
    return ReadChecks.requireRoom(cache, key, range, size, target);
  }

  StoreUnavailableException unavailable(
      Operation operation, BlockKey key, String detail, @Nullable Throwable cause) {
    return new StoreUnavailableException(
        failure(operation, key, detail).remedy("try again later"), cause);
  }

  Failure failure(Operation operation, @Nullable BlockKey key, String detail) {
    return new Failure(cache.toString(), operation, key, detail, "");
  }
}
