package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.DeleteReport;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.bill.RequestScope;
import io.blocktier.blockstore.spi.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Deletes what a listing yields. While one page is deleted the next is fetched; no more than one
 * page is fetched ahead.
 */
final class PrefixDelete {

  private static final Call CALL = Call.changing(Operation.DELETE_BY_PREFIX, null);

  private final BlockListing listing;
  private final Deletes deletes;
  private final CallFrame frame;
  private final ExecutorService executor;
  private final Map<BlockKey, BlockStoreException> failures = new HashMap<>();
  private long deleted;

  PrefixDelete(BlockListing listing, Deletes deletes, CallFrame frame, ExecutorService executor) {
    this.listing = listing;
    this.deletes = deletes;
    this.frame = frame;
    this.executor = executor;
  }

  DeleteReport run() throws BlockStoreException {
    List<ListEntry> page = listing.nextPage();
    while (!page.isEmpty()) {
      Future<List<ListEntry>> next = fetchNext();
      deletePage(page, next);
      page = await(next);
    }
    return new DeleteReport(deleted, failures);
  }

  /** The page is fetched within the time of the whole operation, which a task does not inherit. */
  private Future<List<ListEntry>> fetchNext() {
    Optional<Deadline> deadline = Deadline.current();
    return executor.submit(
        RequestScope.carriedCall(() ->
            deadline.isEmpty()
                ? listing.nextPage()
                : deadline.get().<List<ListEntry>, BlockStoreException>call(listing::nextPage)));
  }

  private void deletePage(List<ListEntry> page, Future<List<ListEntry>> next)
      throws BlockStoreException {
    boolean done = false;
    try {
      List<BlockKey> keys = page.stream().map(entry -> BlockKey.of(entry.name())).toList();
      DeleteReport report = deletes.deleteBatch(Operation.DELETE_BY_PREFIX, keys);
      deleted += report.deleted();
      failures.putAll(report.failures());
      done = true;
    } finally {
      if (!done) {
        next.cancel(true);
      }
    }
  }

  private List<ListEntry> await(Future<List<ListEntry>> next) throws BlockStoreException {
    try {
      return next.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BlockStoreException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      next.cancel(true);
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          frame
              .failure(CALL, "interrupted while the next page was fetched")
              .remedy("delete again what is left"),
          e);
    }
  }
}
