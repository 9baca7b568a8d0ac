package io.blocktier.cache.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A record that is not durable yet. Guarded by the ledger, but for what never changes. */
final class Pending {

  private final Head head;
  private final List<ByteBuffer> payload;
  private final long generation;
  private final List<Waiter> waiters = new ArrayList<>(1);
  private Segment segment;
  private int offset;

  Pending(Head head, List<ByteBuffer> payload, long generation, Segment segment, int offset) {
    this.head = head;
    this.payload = payload;
    this.generation = generation;
    this.segment = segment;
    this.offset = offset;
  }

  Head head() {
    return head;
  }

  List<ByteBuffer> payload() {
    return payload;
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
    return head.position(segment.number(), offset);
  }

  void move(Segment to, int at) {
    segment = to;
    offset = at;
  }
}
