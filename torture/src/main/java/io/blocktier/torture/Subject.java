package io.blocktier.torture;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.ConfigException;
import java.nio.file.Path;

/** What writes to a disk that is cut. */
interface Subject {

  /** An open one. */
  interface Opened extends AutoCloseable {

    BlockStore store();

    /**
     * Brings everything to the store beneath, where there is one, and looks that nothing is left.
     */
    void drain() throws AuditException, BlockStoreException;

    @Override
    void close() throws BlockStoreException;
  }

  String label();

  /** Tells whether blocks travel to a store beneath. */
  boolean travels();

  /**
   * Opens it.
   *
   * @param disk a directory on the disk that is cut
   * @param beneath the store beneath, which nothing happens to; closed with what is opened
   */
  Opened open(Path disk, StoreBeneath beneath) throws ConfigException, BlockStoreException;
}
