package io.blocktier.config;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.layer.MeteredBlockStore;
import io.blocktier.blockstore.spi.Effects;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open store with the layers that every configured store gets. Thread-safe; closed by whoever
 * opened it, before the {@link io.blocktier.blockstore.spi.Effects effects} that it was opened
 * with.
 */
public final class StoreStack implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreStack.class);

  private final BlockStore store;
  private final String description;

  private StoreStack(BlockStore store, String description) {
    this.store = store;
    this.description = description;
  }

  static StoreStack open(
      BlocktierConfig config, Effects effects, MeterRegistry registry, String name)
      throws ConfigException, BlockStoreException {
    BlockStore opened = config.draft().provider().open(config.settings(), effects);
    try {
      BlockStore store = new MeteredBlockStore(opened, registry, name);
      StoreStack stack = new StoreStack(store, StackDescription.of(config, store));
      LOG.info("{}", stack.description);
      return stack;
    } catch (RuntimeException e) {
      closeAfter(e, opened);
      throw e;
    }
  }

  private static void closeAfter(RuntimeException failure, BlockStore opened) {
    try {
      opened.close();
    } catch (BlockStoreException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Returns the store to work with.
   *
   * @return the outermost layer
   */
  public BlockStore store() {
    return store;
  }

  /**
   * Describes what was opened: the start-up line.
   *
   * @return one line with the type, all settings, durability, features and limits; secrets are
   *     stars
   */
  public String description() {
    return description;
  }

  /**
   * Closes the store and its layers. A second call has no effect.
   *
   * @throws BlockStoreException if something that was acknowledged could not be brought to safety
   */
  @Override
  public void close() throws BlockStoreException {
    store.close();
  }

  @Override
  public String toString() {
    return description;
  }
}
