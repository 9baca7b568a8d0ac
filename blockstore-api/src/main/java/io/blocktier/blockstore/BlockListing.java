package io.blocktier.blockstore;

import java.util.List;
import java.util.function.Consumer;

/**
 * A listing under way, fetched page by page: memory holds one page. For one thread at a time;
 * whoever opened it closes it, also before its end.
 */
public interface BlockListing extends AutoCloseable {

  /**
   * Fetches the next page. With {@link Capability#ORDERED_LISTING} entries ascend by {@link
   * ListEntry#name()} within and across pages. A block that exists during the whole listing is
   * listed exactly once; one written or deleted meanwhile may be or not.
   *
   * @return the entries, at most {@link ListOptions#pageSize()}; empty at the end and ever after
   * @throws BlockStoreException if the page cannot be had; where it is {@linkplain
   *     BlockStoreException#retryable() retryable}, the listing stays where it was and the same
   *     page can be asked for again
   */
  List<ListEntry> nextPage() throws BlockStoreException;

  /**
   * Hands over all entries that are left.
   *
   * @param action receives each
   * @throws BlockStoreException as {@link #nextPage()} does
   */
  default void forEachRemaining(Consumer<? super ListEntry> action) throws BlockStoreException {
    List<ListEntry> page = nextPage();
    while (!page.isEmpty()) {
      page.forEach(action);
      page = nextPage();
    }
  }

  /** Frees what the listing holds. Never fails; a second call has no effect. */
  @Override
  void close();
}
