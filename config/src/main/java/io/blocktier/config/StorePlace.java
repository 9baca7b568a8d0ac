package io.blocktier.config;

import io.blocktier.blockstore.spi.BlockStoreProvider;

/**
 * Where a store is described in a document: by its type, and by a section of that name.
 *
 * @param key what both stand under
 */
record StorePlace(KnownKey key) {

  /** The store of the document. */
  static final StorePlace ROOT = new StorePlace(KnownKey.BLOCK_STORE);

  /** Where segments are written, if that is another store than the one of the document. */
  static final StorePlace HOT = new StorePlace(KnownKey.HOT);

  /** Where segments go when they are cold. */
  static final StorePlace COLD = new StorePlace(KnownKey.COLD);

  /** Returns the key that chooses a provider. */
  KnownKey type() {
    return new KnownKey(key.path(), "type");
  }

  /** Returns where the section of a type stands. */
  KnownKey sectionKey(String type) {
    return new KnownKey(key.path(), type);
  }

  /** Returns what may be written for a provider. */
  Section section(BlockStoreProvider provider) {
    return new Section(sectionKey(provider.type()).path(), provider.settings());
  }

  /** Tells whether a key stands here. */
  boolean has(KnownKey other) {
    return other.path().startsWith(key.path() + ".");
  }
}
