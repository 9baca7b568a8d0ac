package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.bill.CountsRequests;
import io.blocktier.blockstore.bill.RequestKind;
import io.blocktier.blockstore.bill.RequestScope;
import io.blocktier.blockstore.bill.RequestSink;

/**
 * Tells somebody of the requests that calls come to: of those that the store at the bottom makes,
 * where it {@link CountsRequests counts them}, parts and attempts among them; otherwise of one for
 * each call.
 */
public final class BilledBlockStore extends InterceptingBlockStore {

  private final RequestSink sink;
  private final boolean counted;

  /**
   * Wraps a store.
   *
   * @param inner the store whose requests count
   * @param sink is told of them
   */
  public BilledBlockStore(BlockStore inner, RequestSink sink) {
    super(inner);
    this.sink = sink;
    this.counted = Call.innermost(inner) instanceof CountsRequests;
  }

  /** A listing asks for nothing until its first page. */
  @Override
  public BlockListing list(ListOptions options) throws BlockStoreException {
    return new InterceptedListing(inner().list(options), this::run);
  }

  @Override
  <T> T run(Call call, Call.Action<T> action) throws BlockStoreException {
    return counted
        ? RequestScope.<T, BlockStoreException>call(sink, action::run)
        : runAsOne(call, action);
  }

  private <T> T runAsOne(Call call, Call.Action<T> action) throws BlockStoreException {
    long fetched = 0;
    try {
      T result = action.run();
      fetched = Call.bytesReceived(result);
      return result;
    } finally {
      sink.made(kind(call.operation()), call.bytesSent(), fetched);
    }
  }

  private static RequestKind kind(Operation operation) {
    return switch (operation) {
      case WRITE, APPEND, UPLOAD_PART -> RequestKind.PUT;
      case COPY, COPY_PART, RENAME -> RequestKind.COPY;
      case START_UPLOAD, COMPLETE_UPLOAD -> RequestKind.POST;
      case LIST -> RequestKind.LIST;
      case READ -> RequestKind.GET;
      case DELETE, DELETE_ALL, DELETE_BY_PREFIX, ABORT_UPLOAD -> RequestKind.DELETE;
      default -> RequestKind.HEAD;
    };
  }
}
