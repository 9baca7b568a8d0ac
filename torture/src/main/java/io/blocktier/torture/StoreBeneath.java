package io.blocktier.torture;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.ConfigException;

/** Opens the store beneath, for a subject that has one. */
@FunctionalInterface
interface StoreBeneath {
  BlockStore open() throws ConfigException, BlockStoreException;
}
