package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store for parts of blocks. Each request is a task of its own with a deadline of its own:
 * a reader that is interrupted, or does not wait any more, ends it for nobody.
 */
final class Fetches {

  private static final Logger LOG = LoggerFactory.getLogger(Fetches.class);

  private final BlockStore store;
  private final FetchBuffer buffer;
  private final FetchedBlocks fetched;
  private final CacheFailures failures;
  private final CacheEffects effects;
  private final Duration patience;
  private final Signal idle;
  private int running;
  private boolean stopped;

  Fetches(
      BlockStore store,
      FetchBuffer buffer,
      FetchedBlocks fetched,
      CacheFailures failures,
      CacheEffects effects,
      Duration patience) {
    this.store = store;
    this.buffer = buffer;
    this.fetched = fetched;
    this.failures = failures;
    this.effects = effects;
    this.patience = patience;
    this.idle = effects.signals().create();
  }

  /**
   * Returns bytes of a block from an offset on: what others have fetched already, or are fetching,
   * or what is fetched now.
   *
   * @param wanted what to fetch if there is nothing; aligned to units at its beginning
   * @param stamp from before the block was looked up
   */
  Fetch.Landed get(BlockKey key, ByteRange wanted, long stamp) throws BlockStoreException {
    Deadline deadline = deadline();
    try {
      FetchBuffer.Claim claim = buffer.claim(key, wanted, stamp, deadline);
      while (claim.fetch() == null) {
        if (!claim.room().await(left(deadline))) {
          throw new TimeoutException("too much has been on its way here for " + patience);
        }
        claim = buffer.claim(key, wanted, stamp, deadline);
      }
      if (claim.isNew()) {
        start(claim.fetch());
      }
      return claim.fetch().await(left(deadline));
    } catch (TimeoutException | InterruptedException e) {
      throw failures.gaveUp(Operation.READ, key, e);
    }
  }

  /** Fetches what a reader will want next, if there is room for that. */
  void ahead(BlockKey key, ByteRange wanted, long stamp) {
    Fetch fetch = buffer.ahead(key, wanted, stamp, deadline());
    if (fetch != null) {
      start(fetch);
    }
  }

  /**
   * Fetches a whole block and keeps it in the journal; tells whether it is there.
   *
   * @param stamp from before the block was looked up
   */
  boolean keepWhole(BlockKey key, long size, long stamp) throws BlockStoreException {
    Fetch fetch =
        new Fetch(key, ByteRange.of(0, size + 1), stamp, deadline(), effects.signals().create());
    Fetch.Landed landed = fetch.deadline().call(() -> read(fetch));
    return landed.isWhole() && fetched.keep(key, landed.block(), landed.bytes().duplicate(), stamp);
  }

  private Deadline deadline() {
    return Deadline.in(patience, effects.effects().ticker());
  }

  private Duration left(Deadline deadline) {
    Duration own = deadline.remaining(effects.effects().ticker());
    Optional<Deadline> callers = Deadline.current();
    if (callers.isEmpty()) {
      return own;
    }
    Duration theirs = callers.get().remaining(effects.effects().ticker());
    return theirs.compareTo(own) < 0 ? theirs : own;
  }

  private void start(Fetch fetch) {
    if (!enter()) {
      buffer.end(fetch, failed(fetch, "the cache is closing", null));
      return;
    }
    try {
      effects.effects().executor().execute(() -> run(fetch));
    } catch (RejectedExecutionException e) {
      leave();
      buffer.end(fetch, failed(fetch, "no thread: " + e, e));
    }
  }

  private synchronized boolean enter() {
    running += stopped ? 0 : 1;
    return !stopped;
  }

  private synchronized void leave() {
    running--;
    if (stopped && running == 0) {
      idle.raise();
    }
  }

  /** Starts nothing any more, and waits for what is under way. */
  void stop() throws InterruptedException {
    synchronized (this) {
      stopped = true;
      if (running == 0) {
        idle.raise();
      }
    }
    if (!idle.await(patience)) {
      LOG.warn("the store has not answered a read for {}", patience);
    }
  }

  private void run(Fetch fetch) {
    try {
      Fetch.Outcome outcome = fetch(fetch);
      buffer.end(fetch, outcome);
      if (outcome instanceof Fetch.Landed landed && landed.isWhole()) {
        fetched.keep(fetch.key(), landed.block(), landed.bytes().duplicate(), fetch.stamp());
      }
    } finally {
      leave();
    }
  }

  /** Ends with an outcome in any case: readers wait for it, and it has room in the buffer. */
  private Fetch.Outcome fetch(Fetch fetch) {
    try {
      Fetch.Landed landed = fetch.deadline().call(() -> read(fetch));
      if (landed.isWhole()) {
        fetched.keepInMemory(fetch.key(), landed, fetch.stamp());
      }
      return landed;
    } catch (BlockStoreException e) {
      return new Fetch.Failed(e);
    } catch (RuntimeException | Error e) {
      return failed(fetch, "the store failed: " + e, e);
    }
  }

  private Fetch.Landed read(Fetch fetch) throws BlockStoreException {
    ByteRange range = fetch.range();
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(range.length()));
    BlockRead read = store.read(fetch.key(), range, bytes);
    bytes.flip();
    Fetch.Landed landed = new Fetch.Landed(read.block(), range.offset(), trimmed(bytes));
    verify(fetch.key(), range, landed);
    return landed;
  }

  private static ByteBuffer trimmed(ByteBuffer bytes) {
    return bytes.limit() > bytes.capacity() / 2
        ? bytes
        : ByteBuffer.allocate(bytes.limit()).put(bytes).flip();
  }

  /** A part has no checksum that the store could tell; its length has to fit the version. */
  private void verify(BlockKey key, ByteRange range, Fetch.Landed landed)
      throws BlockStoreException {
    long expected = range.clampedLength(landed.block().size());
    if (landed.bytes().limit() != expected) {
      throw failures.corrupt(
          Operation.READ,
          key,
          "the store delivered " + landed.bytes().limit() + " of " + expected + " bytes");
    }
    if (landed.isWhole() && landed.block().checksum().isPresent()) {
      Crc32c found = Crc32c.of(landed.bytes().duplicate());
      if (!landed.block().checksum().get().equals(found)) {
        throw failures.corrupt(
            Operation.READ,
            key,
            "the store's bytes have checksum "
                + found
                + ", not "
                + landed.block().checksum().get());
      }
    }
  }

  private Fetch.Failed failed(
      Fetch fetch, String detail, @org.jspecify.annotations.Nullable Throwable cause) {
    return new Fetch.Failed(failures.unavailable(Operation.READ, fetch.key(), detail, cause));
  }
}
