package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.bill.RequestScope;
import io.blocktier.blockstore.s3.wire.ObjectRequest;
import io.blocktier.blockstore.s3.wire.Payload;
import io.blocktier.blockstore.s3.wire.Reply;
import io.blocktier.blockstore.s3.wire.Transport;
import io.blocktier.blockstore.s3.wire.Watch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells of every request whoever counts them. */
final class CountedTransport implements Transport {

  private final Transport inner;

  CountedTransport(Transport inner) {
    this.inner = inner;
  }

  @Override
  public Reply send(ObjectRequest request, @Nullable Payload payload, Watch watch)
      throws IOException {
    long fetched = 0;
    try {
      Reply reply = inner.send(request, payload, watch);
      fetched = RequestKinds.bytesFetched(request, reply.head());
      return reply;
    } finally {
      RequestScope.made(RequestKinds.of(request), RequestKinds.bytesSent(request), fetched);
    }
  }

  @Override
  public void close() {
    inner.close();
  }
}
