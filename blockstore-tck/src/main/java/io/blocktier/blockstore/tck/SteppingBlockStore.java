package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.layer.ForwardingBlockStore;
import java.nio.ByteBuffer;

/** Lets other threads of a {@link Simulation} run before and after each call of a store. */
public final class SteppingBlockStore extends ForwardingBlockStore {

  private final Simulation simulation;

  /**
   * Wraps a store.
   *
   * @param inner the store
   * @param simulation whose threads call it
   */
  public SteppingBlockStore(BlockStore inner, Simulation simulation) {
    super(inner);
    this.simulation = simulation;
  }

  private interface Step<T> {
    T run() throws BlockStoreException;
  }

  private <T> T between(Step<T> call) throws BlockStoreException {
    simulation.step();
    T result = call.run();
    simulation.step();
    return result;
  }

  @Override
  public Receipt write(BlockKey key, Content content, WriteOptions options)
      throws BlockStoreException {
    return between(() -> inner().write(key, content, options));
  }

  @Override
  public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    return between(() -> inner().read(key, range, target));
  }

  @Override
  public BlockStat stat(BlockKey key) throws BlockStoreException {
    return between(() -> inner().stat(key));
  }

  @Override
  public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
    between(() -> {
      inner().delete(key, options);
      return key;
    });
  }

  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    return between(() -> inner().list(options));
  }

  @Override
  public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
      throws BlockStoreException {
    return between(() -> inner().copy(source, target, options));
  }
}
