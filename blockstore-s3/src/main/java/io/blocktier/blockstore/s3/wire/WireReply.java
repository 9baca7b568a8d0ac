package io.blocktier.blockstore.s3.wire;

import java.io.InputStream;
import java.time.Duration;
import software.amazon.awssdk.http.Abortable;

/** An answer on one of the pool's connections. */
final class WireReply implements Reply {

  private static final Abortable NOTHING = () -> {};

  private final Wire wire;
  private final WirePool pool;
  private final Watch watch;
  private final ResponseHead head;
  private final WireBody body;
  private final boolean mayStay;

  WireReply(
      Wire wire, WirePool pool, Watch watch, ResponseHead head, WireBody body, boolean mayStay) {
    this.wire = wire;
    this.pool = pool;
    this.watch = watch;
    this.head = head;
    this.body = body;
    this.mayStay = mayStay;
  }

  @Override
  public ResponseHead head() {
    return head;
  }

  @Override
  public InputStream body() {
    return body;
  }

  /** The watch lets go of the connection before another call can have it, or has closed it. */
  @Override
  public void release(boolean whole) {
    boolean stays = false;
    try {
      stays = mayStay && wire.isReusable(body, whole);
    } finally {
      watch.attach(NOTHING);
      pool.giveBack(wire, stays && !wire.isAborted() ? head.keptFor() : Duration.ZERO);
    }
  }
}
