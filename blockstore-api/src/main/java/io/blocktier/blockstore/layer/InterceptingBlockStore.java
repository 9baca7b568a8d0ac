package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.BlockFiles;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;

/**
 * A layer whose concern is the same around every call that does I/O, those on its listings and
 * uploads included.
 */
abstract class InterceptingBlockStore extends ForwardingBlockStore {

  InterceptingBlockStore(BlockStore inner) {
    super(inner);
  }

  /** Runs a call under this layer's concern; has the form of {@link CallRunner#run}. */
  abstract <T> T run(Call call, Call.Action<T> action) throws BlockStoreException;

  @Override
  public Optional<BlockFiles> files() {
    return BlockFiles.of(inner()).map(this::intercepted);
  }

  private BlockFiles intercepted(BlockFiles files) {
    return (key, range) -> run(Call.of(Operation.READ, key), () -> files.open(key, range));
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    Call call = new Call(Operation.WRITE, key, content.length());
    return run(call, () -> inner().write(key, content, options));
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return run(Call.of(Operation.READ, key), () -> inner().read(key, range, target));
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return run(Call.of(Operation.STAT, key), () -> inner().stat(key));
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    run(Call.of(Operation.DELETE, key), Call.done(() -> inner().delete(key, options)));
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    return run(Call.of(Operation.DELETE_ALL), () -> inner().deleteAll(keys));
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    return run(Call.of(Operation.DELETE_BY_PREFIX), () -> inner().deleteByPrefix(prefix));
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    BlockListing listing = run(Call.of(Operation.LIST), () -> inner().list(options));
    return new InterceptedListing(listing, this::run);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    return run(Call.of(Operation.COPY, target), () -> inner().copy(source, target, options));
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    Call call = Call.of(Operation.START_UPLOAD, key);
    BlockUpload upload = run(call, () -> inner().startUpload(key, options));
    return new InterceptedUpload(upload, this::run);
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    Call call = new Call(Operation.APPEND, key, content.length());
    return run(call, () -> inner().append(key, expectedOffset, content));
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    return run(Call.of(Operation.RENAME, target), () -> inner().rename(source, target, condition));
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    return run(Call.of(Operation.PROBE), () -> inner().probe());
  }

  @Override
  public Health healthCheck() throws BlockStoreException {
    return run(Call.of(Operation.HEALTH_CHECK), () -> inner().healthCheck());
  }
}
