package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.journal.Appended;
import io.blocktier.journal.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes receipts, which look up how far their version has come. */
final class Receipts {

  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

  private final Log log;
  private final Barrier barrier;
  private final Timings timings;
  private final CacheFailures failures;
  private final Duration patience;

  Receipts(Log log, Barrier barrier, Timings timings, CacheFailures failures, Duration patience) {
    this.log = log;
    this.barrier = barrier;
    this.timings = timings;
    this.failures = failures;
    this.patience = patience;
  }

  /** Returns the moment from which a call is timed. */
  long begin() {
    return timings.now();
  }

  /**
   * Acknowledges a version that is staged, when it is as safe as was asked for.
   *
   * @param begun when the call began
   */
  Receipt give(BlockKey key, BlockHead head, Appended appended, Durability level, long begun)
      throws BlockStoreException {
    Receipt receipt = of(key, head, appended);
    if (level == Durability.REMOTE) {
      receipt.await(Durability.REMOTE, patience);
    }
    timings.acknowledged(level, begun);
    return receipt;
  }

  private Receipt of(BlockKey key, BlockHead head, Appended appended) {
    return new Staged(
        key,
        head.size(),
        head.etag(),
        Optional.of(head.checksum()).filter(_ -> head.ranges().isWhole()),
        appended);
  }

  /** A look into the index. */
  @FunctionalInterface
  private interface Look {
    boolean holds() throws IOException;
  }

  private final class Staged implements Receipt {

    private final BlockKey key;
    private final long size;
    private final Etag etag;
    private final Optional<Crc32c> checksum;
    private final Appended appended;

    Staged(BlockKey key, long size, Etag etag, Optional<Crc32c> checksum, Appended appended) {
      this.key = key;
      this.size = size;
      this.etag = etag;
      this.checksum = checksum;
      this.appended = appended;
    }

    @Override
    public BlockKey key() {
      return key;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public Etag etag() {
      return etag;
    }

    @Override
    public Optional<Crc32c> checksum() {
      return checksum;
    }

    @Override
    public Durability level() {
      if (isRemote()) {
        return Durability.REMOTE;
      }
      return isLocal() ? Durability.LOCAL : Durability.MEMORY;
    }

    /** What the journal has given up may have been appended again, or replaced, since. */
    private boolean isLocal() {
      return log.isDurable(appended) || lookedUp(() -> barrier.isReplacedDurably(key, appended));
    }

    private boolean isRemote() {
      return lookedUp(() -> barrier.isRemote(key, appended.generation()));
    }

    private boolean lookedUp(Look look) {
      try {
        return look.holds();
      } catch (IOException e) {
        LOG.debug("'{}' cannot be looked up", key, e);
        return false;
      }
    }

    @Override
    public void await(Durability level, Duration timeout) throws BlockStoreException {
      if (level().covers(level)) {
        return;
      }
      if (level == Durability.REMOTE) {
        barrier.await(Operation.WRITE, key, appended.generation(), timeout);
        return;
      }
      try {
        log.awaitDurable(appended, timeout);
      } catch (IOException e) {
        throw failures.unsure(Operation.WRITE, key, e);
      }
    }

    @Override
    public String toString() {
      return "receipt of '" + key + "' " + etag + ", " + level();
    }
  }
}
