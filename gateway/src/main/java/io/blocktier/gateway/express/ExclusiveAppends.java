package io.blocktier.gateway.express;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import io.blocktier.blockstore.spi.BlockFiles;
import io.blocktier.gateway.attribute.ReservedKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other changes of an object out while an append looks at it and extends it: a store judges
 * an append by the size alone, and another object may have the same. This holds within a gateway;
 * between gateways over one store only the size is judged. Changes that are no appends do not wait
 * for each other. Thread-safe.
 */
public final class ExclusiveAppends extends ForwardingBlockStore {

  /** How many objects can be appended to at a time, at most. */
  private static final int STRIPES = 1024;

  private final ReadWriteLock[] stripes;
  private final Duration patience;

  /**
   * Wraps a store.
   *
   * @param inner the store
   * @param patience how long a change waits for an append, and an append for changes
   */
  public ExclusiveAppends(BlockStore inner, Duration patience) {
    super(inner);
    this.patience = patience;
    this.stripes =
        Stream.generate(ReentrantReadWriteLock::new).limit(STRIPES).toArray(ReadWriteLock[]::new);
  }

  /** What is done while nobody else changes the object. */
  @FunctionalInterface
  interface Section<T> {
    /** Does it. */
    T run() throws IOException;
  }

  @FunctionalInterface
  interface Change<T> {
    /** Changes a block. */
    T run() throws BlockStoreException;
  }

  /** Runs a section while nobody else here changes the object. */
  <T> T alone(BlockKey key, Section<T> section) throws IOException {
    Lock lock = take(Operation.APPEND, key, stripe(key).writeLock());
    try {
      return section.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<BlockFiles> files() {
    return BlockFiles.of(inner());
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    return among(Operation.WRITE, key, () -> inner().write(key, content, options));
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    among(
        Operation.DELETE,
        key,
        () -> {
          inner().delete(key, options);
          return true;
        });
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    return among(Operation.COPY, target, () -> inner().copy(source, target, options));
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    return new OrderlyUpload(inner().startUpload(key, options), this);
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    return among(
        Operation.RENAME,
        source,
        () -> among(Operation.RENAME, target, () -> inner().rename(source, target, condition)));
  }

  /** Makes a change while nobody appends. */
  <T> T among(Operation operation, BlockKey key, Change<T> change) throws BlockStoreException {
    if (ReservedKeys.covers(key.value())) {
      return change.run();
    }
    Lock lock = take(operation, key, stripe(key).readLock());
    try {
      return change.run();
    } finally {
      lock.unlock();
    }
  }

  private Lock take(Operation operation, BlockKey key, Lock lock) throws BlockStoreException {
    try {
      if (lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return lock;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(operation, key, e);
    }
    throw busy(operation, key, null);
  }

  private StoreUnavailableException busy(
      Operation operation, BlockKey key, @Nullable InterruptedException cause) {
    return new StoreUnavailableException(
        Failure.of(this, operation, key, "others are changing the object").remedy("try later"),
        cause);
  }

  private ReadWriteLock stripe(BlockKey key) {
    return stripes[Math.floorMod(key.hashCode(), STRIPES)];
  }

  @Override
  public String toString() {
    return inner().toString();
  }
}
