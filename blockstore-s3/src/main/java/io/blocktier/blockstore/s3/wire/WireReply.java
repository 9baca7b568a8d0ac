package io.blocktier.blockstore.s3.wire;

import java.io.InputStream;

/** An answer on one of the pool's connections. */
final class WireReply implements Reply {

  private final Wire wire;
  private final WirePool pool;
  private final ResponseHead head;
  private final WireBody body;
  private final boolean mayStay;

  WireReply(Wire wire, WirePool pool, ResponseHead head, WireBody body, boolean mayStay) {
    this.wire = wire;
    this.pool = pool;
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

  @Override
  public void release(boolean whole) {
    boolean stays = false;
    try {
      stays = mayStay && wire.isReusable(body, whole);
    } finally {
      pool.giveBack(wire, stays);
    }
  }
}
