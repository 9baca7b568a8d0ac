package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.KeyPrefix;

/**
 * Where the objects of blocks are that are too large to be packed.
 *
 * @param store that has them
 * @param root what all keys in it start with
 */
record BlockObjects(BlockStore store, KeyPrefix root) {

  BlockKey key(String object) {
    return BlockKey.of(prefix().value() + object);
  }

  KeyPrefix prefix() {
    return KeyPrefix.of(root.value() + "objects/");
  }
}
