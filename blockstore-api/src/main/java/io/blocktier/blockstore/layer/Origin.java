package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;

/**
 * Where a block is, beneath all layers that are only around the store that has it. Immutable.
 *
 * @param store the store that does the work
 * @param key what the block is called there
 */
public record Origin(BlockStore store, BlockKey key) {}
