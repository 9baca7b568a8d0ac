package io.blocktier.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a write together. Heads and small payloads are copied into one direct buffer, because the
 * JDK would copy each of them anyway; large payloads are written from where they are. Not
 * thread-safe.
 */
final class Staging {

  private final HeadCodec codec;
  private final ByteBuffer buffer;
  private final List<ByteBuffer> parts = new ArrayList<>();
  private final List<Pending> borrowed = new ArrayList<>();
  private final List<ByteBuffer> heads = new ArrayList<>();
  private int begun;

  Staging(JournalId journal) {
    this.codec = new HeadCodec(journal);
    this.buffer =
        ByteBuffer.allocateDirect(SegmentHeader.BYTES + Batch.MAX_STAGED_BYTES + Head.MAX_BYTES);
  }

  /** Begins a write. */
  void begin() {
    buffer.clear();
    parts.clear();
    borrowed.clear();
    heads.clear();
    begun = 0;
  }

  void add(SegmentHeader header, JournalId journal) {
    header.write(journal, buffer);
  }

  /** Adds a record. */
  void add(Pending record, Batch batch) {
    if (!record.isOwned()) {
      borrowed.add(record);
    }
    List<ByteBuffer> payload = record.payload();
    int start = buffer.position();
    Head head = record.head();
    codec.write(head, record.generation(), batch.segment().number(), batch.durable(), buffer);
    heads.add(buffer.duplicate().flip().position(start));
    if (Batch.isStaged(head)) {
      payload.forEach(slice -> buffer.put(slice.duplicate()));
    } else {
      flush();
      payload.forEach(slice -> parts.add(slice.duplicate()));
    }
    pad(head.padding());
  }

  /** Returns the heads of what was added since the beginning. */
  List<ByteBuffer> heads() {
    return heads;
  }

  /**
   * Tells whether the payloads still belong to their records. Bytes whose owner left while they
   * were written may have changed before they were read.
   */
  boolean isValid() {
    return borrowed.stream().noneMatch(Pending::isOwned);
  }

  private void pad(int bytes) {
    for (int i = 0; i < bytes; i++) {
      buffer.put((byte) 0);
    }
  }

  private void flush() {
    parts.add(buffer.duplicate().flip().position(begun));
    begun = buffer.position();
  }

  /** Returns what was added since the beginning. */
  ByteBuffer[] end() {
    flush();
    return parts.toArray(ByteBuffer[]::new);
  }
}
