package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;

/**
 * What is copied, and the part of its own store that looks at it.
 *
 * @param copies of the store that has it
 * @param key what it is called there
 * @param foreign whether that is another store than the target's
 */
record CopySource(Copies copies, BlockKey key, boolean foreign) {}
