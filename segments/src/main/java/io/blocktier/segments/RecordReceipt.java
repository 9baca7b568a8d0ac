package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Durability;
import java.time.Duration;

/**
 * The acknowledgement of a write. Its level rises as the records travel: from memory into the
 * forced log, and from there into a segment of a committed manifest. It never falls. Thread-safe.
 */
public interface RecordReceipt {

  /**
   * Returns the place of the write in the order of all writes. The changes of a batch have one
   * number together.
   *
   * @return 1 or more; later writes have greater ones
   */
  long sequence();

  /**
   * Returns what the write survives by now.
   *
   * @return the level reached
   */
  Durability level();

  /**
   * Waits until the write has reached a level. Waiting for {@link Durability#REMOTE} has what was
   * written until then sealed at once.
   *
   * @param level the level that is needed
   * @param timeout how long to wait at most
   * @throws io.blocktier.blockstore.StoreUnavailableException if the time ran out, or the thread
   *     was interrupted; the write may still get there
   * @throws io.blocktier.blockstore.OutcomeUnknownException if the log failed; the write may still
   *     reach {@link Durability#REMOTE}
   * @throws BlockStoreException if it will never get there, because another writer has taken over
   */
  void await(Durability level, Duration timeout) throws BlockStoreException;

  /**
   * Waits until the write is {@link Durability#REMOTE}, as the size or the age of its segment has
   * it: many writers that wait so share a segment. Unlike {@link #await} it hurries nothing.
   *
   * @param timeout how long to wait at most
   * @throws BlockStoreException as {@link #await} does
   */
  void awaitSealing(Duration timeout) throws BlockStoreException;
}
