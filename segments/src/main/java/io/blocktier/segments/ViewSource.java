package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;

/** Where views come from. Thread-safe. */
interface ViewSource {

  /**
   * Returns what there is.
   *
   * @throws BlockStoreException if nothing can be read any more
   */
  View now() throws BlockStoreException;

  /** Returns what there is, and looks for it, as an object of the last view is gone. */
  View again() throws BlockStoreException;
}
