package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.BlockFiles;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;

/**
 * Refuses, before anything is sent, what the store beneath does not offer: with {@link
 * UnsupportedByStoreException} where a {@link Capability} or the durability is missing, with {@link
 * InvalidRequestException} where a number is beyond the {@link io.blocktier.blockstore.Limits
 * limits}, the length of a key or prefix among them, or a target cannot be written to. A store
 * under this layer need not check either.
 *
 * <p>Judged by {@link #capabilities()} at the time of the call, so that a probe takes effect at
 * once. The number of appends to a block is the store's own to count.
 */
public final class GuardedBlockStore extends ForwardingBlockStore {

  /**
   * Wraps a store.
   *
   * @param inner the store to guard
   */
  public GuardedBlockStore(BlockStore inner) {
    super(inner);
  }

  @Override
  public Optional<BlockFiles> files() {
    return BlockFiles.of(inner()).map(this::guarded);
  }

  private BlockFiles guarded(BlockFiles files) {
    return (key, range) -> {
      requireKey(Operation.READ, key);
      return files.open(key, range);
    };
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    Guard guard = guarded(Operation.WRITE, key);
    guard.requireOptions(options);
    long most =
        Math.min(
            guard.offered().limits().maxWriteBytes(), guard.offered().limits().maxBlockBytes());
    guard.requireAtMost("the content in bytes", content.length(), most);
    return inner().write(key, content, options);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    requireKey(Operation.READ, key);
    if (target.isReadOnly()) {
      throw guard(Operation.READ, key)
          .refusal("the target is read-only", "hand in a writable buffer");
    }
    return inner().read(key, range, target);
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    requireKey(Operation.STAT, key);
    return inner().stat(key);
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    requireKey(Operation.DELETE, key);
    if (options.ifMatch().isPresent()) {
      guard(Operation.DELETE, key).require(Capability.CONDITIONAL_DELETE);
    }
    inner().delete(key, options);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    for (BlockKey key : keys) {
      requireKey(Operation.DELETE_ALL, key);
    }
    return inner().deleteAll(keys);
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    requirePrefix(Operation.DELETE_BY_PREFIX, prefix);
    return inner().deleteByPrefix(prefix);
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    requirePrefix(Operation.LIST, options.prefix());
    if (!options.startAfter().isEmpty()) {
      new Guard(this, Call.of(Operation.LIST), capabilities()).require(Capability.ORDERED_LISTING);
    }
    return inner().list(options);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    if (options.from().isEmpty()) {
      requireKey(Operation.COPY, source);
    }
    guarded(Operation.COPY, target).requireOptions(options);
    return inner().copy(source, target, options);
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    Guard guard = guarded(Operation.START_UPLOAD, key);
    guard.require(Capability.UPLOAD);
    guard.requireOptions(options);
    return new GuardedUpload(this, inner().startUpload(key, options));
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    Guard guard = guarded(Operation.APPEND, key);
    guard.require(Capability.APPEND);
    long length = content.length();
    guard.requireAtLeast("the offset", expectedOffset, 0);
    guard.requireAtLeast("the content in bytes", length, 1);
    guard.requireAtMost("the content in bytes", length, guard.offered().limits().maxWriteBytes());
    long most = guard.offered().limits().maxBlockBytes();
    if (expectedOffset <= most) { // no block has an offset beyond, which is a failed condition
      guard.requireAtMost("the block in bytes", expectedOffset + length, most);
    }
    return inner().append(key, expectedOffset, content);
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    requireKey(Operation.RENAME, source);
    guarded(Operation.RENAME, target).require(Capability.RENAME);
    return inner().rename(source, target, condition);
  }

  private Guard guarded(Operation operation, BlockKey key) throws InvalidRequestException {
    requireKey(operation, key);
    return guard(operation, key);
  }

  private void requireKey(Operation operation, BlockKey key) throws InvalidRequestException {
    int most = capabilities().limits().maxKeyBytes();
    if (key.isLongerThan(most)) {
      throw guard(operation, key).tooLong("the key", key.byteLength(), most);
    }
  }

  private void requirePrefix(Operation operation, KeyPrefix prefix) throws InvalidRequestException {
    int most = capabilities().limits().maxKeyBytes();
    if (prefix.isLongerThan(most)) {
      throw new Guard(this, Call.of(operation), capabilities())
          .tooLong("the prefix", prefix.byteLength(), most);
    }
  }

  private Guard guard(Operation operation, BlockKey key) {
    return new Guard(this, Call.of(operation, key), capabilities());
  }
}
