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
    Reply reply = null;
    boolean told = false;
    try {
      reply = inner.send(request, payload, watch);
      return reply;
    } finally {
      try {
        long fetched = reply == null ? 0 : RequestKinds.bytesFetched(request, reply.head());
        RequestScope.made(RequestKinds.of(request), RequestKinds.bytesSent(request), fetched);
        told = true;
      } finally {
        if (!told && reply != null) {
          reply.release(false);
        }
      }
    }
  }

  @Override
  public void close() {
    inner.close();
  }
}
