package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.blockstore.WriteOptions;
import io.blocktier.blockstore.spi.Effects;

/**
 * Refuses stores on which two writers could both win. Some servers ignore conditions without a
 * word: creating an object of its own twice shows that. Whether the creation is atomic only {@link
 * BlockStore#probe()} finds out, which is left to whoever opens the store.
 *
 * @param store the store
 * @param effects the pauses
 */
record ConditionCheck(ChainStore store, Effects effects) {

  /**
   * Checks the store.
   *
   * @param id names the object, which is removed again
   * @throws UnsupportedByStoreException if the store cannot create conditionally, or does not
   */
  void require(UniqueId id) throws BlockStoreException {
    if (!store.store().capabilities().has(Capability.CONDITIONAL_CREATE)) {
      throw unsupported("it cannot write on condition that there is nothing");
    }
    BlockKey key = store.options().check(id);
    boolean ignored = isCreated(key);
    if (isCreated(key)) {
      throw unsupported("it does not heed the condition that there is nothing");
    }
    Blocks.delete(store.store(), key);
  }

  /** Creates an object; false where there is one, perhaps by an attempt whose reply was lost. */
  private boolean isCreated(BlockKey key) throws BlockStoreException {
    Patience patience = new Patience(store.options(), effects);
    while (true) {
      try {
        store.store().write(key, Content.of(new byte[1]), WriteOptions.ifAbsent());
        return true;
      } catch (PreconditionFailedException heeded) {
        return false;
      } catch (BlockStoreException e) {
        boolean passing = e.retryable() || e instanceof OutcomeUnknownException;
        if (!passing || !patience.pause()) {
          throw e;
        }
      }
    }
  }

  private UnsupportedByStoreException unsupported(String detail) {
    return new UnsupportedByStoreException(
        Failure.of(store.name(), Operation.OPEN, detail)
            .remedy("keep the manifest in a store that does"));
  }
}
