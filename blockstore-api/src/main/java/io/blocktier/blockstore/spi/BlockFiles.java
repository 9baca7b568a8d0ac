package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import java.util.Optional;

/**
 * Opens blocks as files, so that the kernel can send them without a copy. Offered by stores that
 * keep blocks as files of their own, and handed on by layers whose concern are calls and not bytes;
 * a layer that does not say so hides it. Thread-safe.
 */
@FunctionalInterface
public interface BlockFiles {

  /** A store, or a layer around one, that may offer files. */
  interface Source {

    /**
     * Returns what opens the blocks.
     *
     * @return empty where blocks are no files, or where their bytes have to pass through a layer
     */
    Optional<BlockFiles> files();
  }

  /**
   * Returns what opens the blocks of any store. The answer does not change while the store is open.
   *
   * @param store the store, with or without layers
   * @return empty where it offers no files
   */
  static Optional<BlockFiles> of(BlockStore store) {
    return store instanceof Source source ? source.files() : Optional.empty();
  }

  /**
   * Opens the current version of a block. Its length is compared with that of the file; its bytes
   * are not looked at, so no checksum of them is compared.
   *
   * @param key the block's name
   * @param range what is wanted of it; {@link ByteRange} has the rule for the edges
   * @return the file, which the caller closes; empty where the bytes of this block could change
   *     while it is open, so that they have to be read by {@link BlockStore#read}
   * @throws BlockNotFoundException if the key has no block
   * @throws RangeNotSatisfiableException if the range starts at or beyond the end
   * @throws BlockStoreException as described for {@link BlockStore#read}
   */
  Optional<BlockFile> open(BlockKey key, ByteRange range) throws BlockStoreException;
}
