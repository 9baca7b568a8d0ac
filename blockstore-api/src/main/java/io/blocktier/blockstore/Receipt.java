package io.blocktier.blockstore;

import java.time.Duration;
import java.util.Optional;

/**
 * The acknowledgement of a write. Its level may rise as the block travels towards the object store;
 * it never falls. Thread-safe.
 */
public interface Receipt {

  /**
   * Returns the key that was written.
   *
   * @return the key
   */
  BlockKey key();

  /**
   * Returns the size of the block after the write.
   *
   * @return bytes
   */
  long size();

  /**
   * Returns the version that the write made.
   *
   * @return the etag by which the store that gave this receipt knows it
   */
  Etag etag();

  /**
   * Returns the checksum of the whole block, which the store verified or computed.
   *
   * @return the checksum, or empty where the store never saw all bytes (a copy, an append)
   */
  Optional<Crc32c> checksum();

  /**
   * Returns what the write survives by now.
   *
   * @return the level reached
   */
  Durability level();

  /**
   * Waits until the write has reached a level.
   *
   * @param level the level that is needed
   * @param timeout how long to wait at most
   * @throws UnsupportedByStoreException if this store never reaches that level
   * @throws StoreUnavailableException if the time ran out or the thread was interrupted; the block
   *     stays as safe as {@link #level()} says and may still get there
   * @throws BlockStoreException if the write will never get there, with the reason
   */
  void await(Durability level, Duration timeout) throws BlockStoreException;
}
