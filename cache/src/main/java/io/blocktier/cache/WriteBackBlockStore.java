package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.layer.GuardedBlockStore;
import io.blocktier.blockstore.layer.LifecycleBlockStore;
import io.blocktier.blockstore.layer.LifecyclePolicy;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.journal.disk.DiskThreads;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A write-back cache around a store. A write is acknowledged when its record survives a power cut
 * of this machine, and travels to the store afterwards; its receipt tells how far it has come.
 * Reads see what was written, wherever it is. Thread-safe.
 *
 * <p>The levels of {@link io.blocktier.blockstore.Durability} are reached so: {@code MEMORY} when
 * the block is in memory, {@code LOCAL} when its record is forced to the disk, {@code REMOTE} when
 * the store beneath acknowledged it.
 *
 * <p>What only the store can decide, conditions above all, goes through to it, behind what is
 * staged of the block; so do blocks that are larger than {@link CacheOptions#maxStagedBytes()}. As
 * long as a version that was written here is cached, {@code stat} and listings show the etag that
 * its receipt has; the store's own etag serves in conditions as well.
 */
public final class WriteBackBlockStore extends ForwardingBlockStore {

  private final CachingBlockStore cache;
  private final Runnable afterwards;
  private volatile boolean closed;

  private WriteBackBlockStore(CachingBlockStore cache, Runnable afterwards) {
    super(
        new LifecycleBlockStore(
            new GuardedBlockStore(cache), new LifecyclePolicy(cache.options().patience())));
    this.cache = cache;
    this.afterwards = afterwards;
  }

  /**
   * Opens a cache, with whatever is in its directory from the last time.
   *
   * @param store the store beneath, which the cache closes
   * @param options how the cache is set up
   * @param effects clock, randomness and threads; outlive the cache
   * @return the cache, which the caller closes
   * @throws BlockStoreException if another process has the directory, or the disk fails; the store
   *     is not closed then
   */
  public static WriteBackBlockStore open(BlockStore store, CacheOptions options, Effects effects)
      throws BlockStoreException {
    ExecutorService threads = DiskThreads.of(effects.diskThreads(), effects.ticker());
    CacheEffects own = new CacheEffects(effects, Signals.ofThreads(effects), threads);
    Disk disk = Disk.ofSystem(effects.executor());
    try {
      CacheParts.Assembly assembly = CacheOpening.of(store, options, own, disk);
      return new WriteBackBlockStore(
          new CachingBlockStore(store, options, assembly), threads::shutdown);
    } catch (BlockStoreException | RuntimeException e) {
      threads.shutdown();
      throw e;
    }
  }

  static WriteBackBlockStore open(
      BlockStore store, CacheOptions options, CacheEffects effects, Disk disk)
      throws BlockStoreException {
    return of(
        new CachingBlockStore(store, options, CacheOpening.of(store, options, effects, disk)));
  }

  CacheParts parts() {
    return cache.parts();
  }

  static WriteBackBlockStore of(CachingBlockStore cache) {
    return new WriteBackBlockStore(cache, () -> {});
  }

  /**
   * Writes a part of a block; the other bytes stay. What is between the end of the block and the
   * part becomes zeros, and a block that is not there begins empty. The call is acknowledged
   * without a look at the store beneath: the parts are put over the version that it has when they
   * get there, and again if that changes meanwhile, where the store can tell. Reads see the part as
   * soon as it is acknowledged; whole writes and deletions replace it.
   *
   * <p>What the store does not have yet of a block is one record, written again with each part, and
   * no larger than a block that is staged; beyond that, and beyond a thousand separate parts, the
   * call waits until the store has what was written before.
   *
   * @param key the block
   * @param offset where the part begins
   * @param content its bytes: at least one, and no more than a block that is staged
   * @param level what the receipt is to promise
   * @return the receipt; its size is that of the block as far as it is known here, and at least the
   *     end of the part
   * @throws InvalidRequestException if the offset is negative, the content empty or too large, or
   *     the part ends behind 64 GiB or the largest block of the store
   * @throws StoreUnavailableException if there is no room for the bytes in time, or the level is
   *     not reached
   * @throws BlockStoreException as {@link #write(BlockKey, Content, WriteOptions)} does
   */
  public Receipt write(BlockKey key, long offset, Content content, Durability level)
      throws BlockStoreException {
    return parts(Operation.WRITE, key).partialWrites().write(key, offset, content, level);
  }

  private CacheParts parts(Operation operation, @Nullable BlockKey key)
      throws StoreClosedException {
    if (closed) {
      throw new StoreClosedException(
          new Failure(toString(), operation, key, "the store is closed", "open it again"));
    }
    return cache.parts();
  }

  /**
   * Waits until the store beneath has everything that was acknowledged before this call.
   *
   * @param prefix of the blocks to wait for
   * @throws BlockStoreException if a block does not get there within the patience of the cache,
   *     which ends the wait for the others too, or never will; at last a {@link
   *     io.blocktier.blockstore.CorruptBlockException} if the journal was damaged when the cache
   *     was opened, so that something is missing that nobody knows of
   */
  public void flush(KeyPrefix prefix) throws BlockStoreException {
    parts(Operation.WRITE, null).flushing().flush(prefix);
  }

  /**
   * Waits until the store beneath has everything that was acknowledged before this call.
   *
   * @throws BlockStoreException as {@link #flush(KeyPrefix)} does
   */
  public void flush() throws BlockStoreException {
    flush(KeyPrefix.ALL);
  }

  /**
   * Waits until the store beneath has everything, also what is acknowledged meanwhile: nothing is
   * at risk then for a moment. Whoever wants to do without the cache keeps others from writing.
   *
   * @throws BlockStoreException as {@link #flush(KeyPrefix)} does, or if that does not come within
   *     the patience of the cache because others write all the time
   */
  public void drain() throws BlockStoreException {
    parts(Operation.WRITE, null).flushing().drain();
  }

  /**
   * Tells how the cache is.
   *
   * @return what is where, exactly
   * @throws BlockStoreException if the index or the journal cannot be read
   */
  public CacheStatus status() throws BlockStoreException {
    return parts(Operation.HEALTH_CHECK, null).flushing().status();
  }

  /**
   * Brings blocks to the disk of the cache before anybody reads them.
   *
   * @param prefix of the blocks to bring
   * @return what was brought
   * @throws BlockStoreException if the store beneath cannot be listed or read
   */
  public Warmed warm(KeyPrefix prefix) throws BlockStoreException {
    return parts(Operation.READ, null).warming().warm(prefix);
  }

  /**
   * Takes blocks from memory and from the disk of the cache that the store beneath has, too. What
   * it does not have yet stays.
   *
   * @param prefix of the blocks to take
   * @return how many blocks were on the disk
   * @throws BlockStoreException if a block is in use for longer than the patience of the cache, or
   *     the journal fails; some of the blocks may be gone then
   */
  public long evict(KeyPrefix prefix) throws BlockStoreException {
    return parts(Operation.DELETE, null).warming().evict(prefix);
  }

  /**
   * Returns what the store beneath refuses, and why. It stays readable and at risk, also over a
   * restart, until somebody decides.
   *
   * @param prefix of the blocks to look at
   * @return versions and deletions in the order of their keys
   * @throws BlockStoreException if the index cannot be read
   */
  public List<QuarantinedBlock> quarantined(KeyPrefix prefix) throws BlockStoreException {
    return parts(Operation.LIST, null).quarantine().list(prefix);
  }

  /**
   * Offers again to the store what it has refused.
   *
   * @param prefix of the blocks to offer
   * @return how many blocks that are
   * @throws BlockStoreException if a block is in use for longer than the patience of the cache, or
   *     the journal fails
   */
  public long retryQuarantined(KeyPrefix prefix) throws BlockStoreException {
    return parts(Operation.WRITE, null).quarantine().retry(prefix);
  }

  /**
   * Gives up, for good, what the store has refused: the blocks are again what the store has, and
   * receipts of what is given up never reach {@code REMOTE}.
   *
   * @param prefix of the blocks to give up
   * @return how many blocks that are
   * @throws BlockStoreException if a block is in use for longer than the patience of the cache, or
   *     the journal fails
   */
  public long dropQuarantined(KeyPrefix prefix) throws BlockStoreException {
    return parts(Operation.DELETE, null).quarantine().drop(prefix);
  }

  /**
   * Lets no block set out to the store beneath, until {@link #resumeFlushing()}. Writes that ask
   * for no more than this machine go on, as long as there is room.
   */
  public void pauseFlushing() {
    cache.parts().flusher().pause(true);
  }

  /** Lets blocks travel again after {@link #pauseFlushing()}. */
  public void resumeFlushing() {
    cache.parts().flusher().pause(false);
  }

  @Override
  public void close() throws BlockStoreException {
    closed = true;
    try {
      super.close();
    } finally {
      afterwards.run();
    }
  }
}
