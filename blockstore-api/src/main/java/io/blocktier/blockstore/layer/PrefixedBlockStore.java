package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.BlockFiles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Shows the part of a store that lies under a prefix, with keys shortened by it. Nothing outside
 * the prefix can be reached, and {@link #deleteByPrefix} with {@link KeyPrefix#ALL} empties the
 * prefix only. A key that is too long with the prefix in front fails with {@link
 * InvalidRequestException}. Errors of the store beneath name the whole key.
 */
public final class PrefixedBlockStore extends ForwardingBlockStore {

  private final KeyMapping mapping;
  private final DerivedCapabilities offered;

  /**
   * Wraps a store.
   *
   * @param inner the whole store
   * @param prefix what its keys start with; empty for all, otherwise with a slash at its end, so
   *     that every key beneath has a legal short form
   * @throws IllegalArgumentException if the prefix neither is empty nor ends with a slash
   */
  public PrefixedBlockStore(BlockStore inner, KeyPrefix prefix) {
    super(inner);
    this.mapping = new KeyMapping(prefix);
    this.offered = new DerivedCapabilities(inner.capabilities(), mapping::behindPrefix);
  }

  @Override
  public String identity() {
    String prefix = mapping.prefix().value();
    return prefix.isEmpty() ? super.identity() : super.identity() + " under " + prefix;
  }

  @Override
  public Optional<BlockFiles> files() {
    return BlockFiles.of(inner()).map(this::shortened);
  }

  private BlockFiles shortened(BlockFiles files) {
    return (key, range) ->
        files
            .open(mapping.whole(this, Operation.READ, key), range)
            .map(file -> file.withBlock(mapping.shortened(file.block())));
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    BlockKey whole = mapping.whole(this, Operation.WRITE, key);
    return RestatedReceipt.withKey(inner().write(whole, content, options), key);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    BlockKey whole = mapping.whole(this, Operation.READ, key);
    return mapping.shortened(inner().read(whole, range, target));
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return mapping.shortened(inner().stat(mapping.whole(this, Operation.STAT, key)));
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    inner().delete(mapping.whole(this, Operation.DELETE, key), options);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    List<BlockKey> whole = new ArrayList<>(keys.size());
    for (BlockKey key : keys) {
      whole.add(mapping.whole(this, Operation.DELETE_ALL, key));
    }
    return mapping.shortened(inner().deleteAll(whole));
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    KeyPrefix whole = mapping.whole(this, Operation.DELETE_BY_PREFIX, prefix);
    return mapping.shortened(inner().deleteByPrefix(whole));
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    KeyPrefix whole = mapping.whole(this, Operation.LIST, options.prefix());
    String startAfter = options.startAfter();
    String wholeStart = startAfter.isEmpty() ? "" : mapping.prefix().value() + startAfter;
    ListOptions mapped =
        new ListOptions(whole, wholeStart, options.recursive(), options.pageSize());
    return new PrefixedListing(inner().list(mapped), mapping);
  }

  @Override
  public Origin origin(BlockKey key) throws BlockStoreException {
    return super.origin(mapping.whole(this, Operation.COPY, key));
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    BlockKey from =
        options.from().isPresent() ? source : mapping.whole(this, Operation.COPY, source);
    BlockKey to = mapping.whole(this, Operation.COPY, target);
    return RestatedReceipt.withKey(inner().copy(from, to, options), target);
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    BlockKey whole = mapping.whole(this, Operation.START_UPLOAD, key);
    return new PrefixedUpload(this, inner().startUpload(whole, options), mapping);
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    BlockKey whole = mapping.whole(this, Operation.APPEND, key);
    return RestatedReceipt.withKey(inner().append(whole, expectedOffset, content), key);
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    BlockKey from = mapping.whole(this, Operation.RENAME, source);
    BlockKey to = mapping.whole(this, Operation.RENAME, target);
    return RestatedReceipt.withKey(inner().rename(from, to, condition), target);
  }

  /** Returns what the store beneath offers, with the room that the prefix leaves for keys. */
  @Override
  public Capabilities capabilities() {
    return offered.of(inner().capabilities());
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    ProbeReport report = inner().probe();
    return new ProbeReport(report.store(), report.findings(), offered.of(report.capabilities()));
  }

  @Override
  public String toString() {
    return "PrefixedBlockStore(" + mapping.prefix() + " of " + inner() + ")";
  }
}
