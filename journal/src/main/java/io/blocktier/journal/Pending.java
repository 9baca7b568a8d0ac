package io.blocktier.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A record that is not durable yet. Guarded by the ledger, but for what never changes. */
final class Pending {

  private final Head head;
  private volatile List<ByteBuffer> payload;
  private volatile boolean owned;
  private final long generation;
  private final List<Waiter> waiters = new ArrayList<>(1);
  private Segment segment;
  private int offset;
  private Position position;

  Pending(Head head, List<ByteBuffer> payload, long generation, Segment segment, int offset) {
    this.head = head;
    this.payload = payload;
    this.generation = generation;
    this.segment = segment;
    this.offset = offset;
    this.position = head.position(segment.number(), offset);
  }

  Head head() {
    return head;
  }

  List<ByteBuffer> payload() {
    return payload;
  }

  /** Lets go of the buffers of the one who wrote them, who wants to use them again. */
  void own() {
    ByteBuffer copy = ByteBuffer.allocate(head.payloadLength());
    payload.forEach(slice -> copy.put(slice.duplicate()));
    payload = List.of(copy.flip());
    owned = true;
  }

  /** Tells whether the payload is a copy of what somebody wants to use again. */
  boolean isOwned() {
    return owned;
  }

  long generation() {
    return generation;
  }

  List<Waiter> waiters() {
    return waiters;
  }

  Segment segment() {
    return segment;
  }

  int offset() {
    return offset;
  }

  Position position() {
    return position;
  }

  void move(Segment to, int at) {
    segment = to;
    offset = at;
    position = head.position(to.number(), at);
  }
}
