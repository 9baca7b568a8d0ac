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
import io.blocktier.blockstore.Health;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.ProbeReport;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.BlockFiles;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A store that hands every call to another one: the start of a layer, which overrides what its
 * concern touches. The test kit checks by reflection that nothing is left out here or wrongly
 * inherited. As thread-safe as what it wraps.
 */
public abstract class ForwardingBlockStore implements BlockStore, BlockFiles.Source {

  private final BlockStore inner;

  /**
   * Wraps a store.
   *
   * @param inner the store that does the work; closed with this one
   */
  protected ForwardingBlockStore(BlockStore inner) {
    this.inner = inner;
  }

  /**
   * Returns the store that does the work.
   *
   * @return the wrapped store
   */
  protected final BlockStore inner() {
    return inner;
  }

  /**
   * Returns what tells the store that does the work from others, whatever layers are around it: its
   * own {@code toString}, and which part of its keys is shown.
   *
   * @return a text without secrets
   */
  public String identity() {
    return identityOf(inner);
  }

  /**
   * Returns what tells a store from others, whatever layers are around it, and whether there are
   * any.
   *
   * @param store a layer, or the store that does the work
   * @return a text without secrets
   */
  public static String identityOf(BlockStore store) {
    return store instanceof ForwardingBlockStore layer ? layer.identity() : store.toString();
  }

  /**
   * Returns where a block is beneath this layer and those below it.
   *
   * @param key what the block is called here
   * @return the store that does the work, and what the block is called there
   * @throws BlockStoreException if no block can be called that there
   */
  public Origin origin(BlockKey key) throws BlockStoreException {
    return originIn(inner, key);
  }

  /**
   * Returns where a block of any store is.
   *
   * @param store the store, with or without layers
   * @param key what the block is called there
   * @return the store beneath all layers, and what the block is called in it
   * @throws BlockStoreException if no block can be called that beneath
   */
  public static Origin originIn(BlockStore store, BlockKey key) throws BlockStoreException {
    return store instanceof ForwardingBlockStore layer ? layer.origin(key) : new Origin(store, key);
  }

  /**
   * Returns what the store that does the work, or a layer around it, tells of itself beside what
   * can be counted around it.
   *
   * @return figures with different names; none unless overridden
   */
  public List<Figure> figures() {
    return inner instanceof ForwardingBlockStore layer ? layer.figures() : List.of();
  }

  /**
   * Hides files, unless overridden: a layer that has to see the bytes of blocks would not.
   *
   * @return what opens blocks as files past this layer
   */
  @Override
  public Optional<BlockFiles> files() {
    return Optional.empty();
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    return inner.write(key, content, options);
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return inner.read(key, range, target);
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return inner.stat(key);
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    inner.delete(key, options);
  }

  @Override
  public DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException {
    return inner.deleteAll(keys);
  }

  @Override
  public DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException {
    return inner.deleteByPrefix(prefix);
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    return inner.list(options);
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    return inner.copy(source, target, options);
  }

  @Override
  public BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException {
    return inner.startUpload(key, options);
  }

  @Override
  public Receipt append(BlockKey key, long expectedOffset, Content content)
      throws BlockStoreException {
    return inner.append(key, expectedOffset, content);
  }

  @Override
  public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException {
    return inner.rename(source, target, condition);
  }

  @Override
  public Capabilities capabilities() {
    return inner.capabilities();
  }

  @Override
  public ProbeReport probe() throws BlockStoreException {
    return inner.probe();
  }

  @Override
  public Health healthCheck() throws BlockStoreException {
    return inner.healthCheck();
  }

  @Override
  public void close() throws BlockStoreException {
    inner.close();
  }

  /** Names this layer around the store that it wraps. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + "(" + inner + ")";
  }
}
