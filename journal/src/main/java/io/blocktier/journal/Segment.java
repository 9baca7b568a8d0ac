package io.blocktier.journal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a segment that holds records. Guarded by the ledger. */
final class Segment {

  private final long number;
  private final int bytes;
  private Map<Integer, Pending> pending = new HashMap<>();
  private final Map<Integer, Position> moved = new HashMap<>();
  private final Map<Integer, Pending> lost = new HashMap<>();
  private @Nullable SegmentFile file;
  private int end = SegmentHeader.BYTES;
  private int indexBytes;
  private boolean full;
  private boolean complete;
  private boolean poisoned;
  private boolean releasing;

  /** A segment that begins; its file comes with its first bytes. */
  Segment(long number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  /** A segment of an earlier session, to which nothing is added. */
  Segment(long number, SegmentFile file) {
    this(number, file.bytes());
    this.file = file;
    this.full = true;
    this.complete = true;
  }

  long number() {
    return number;
  }

  @Nullable SegmentFile file() {
    return file;
  }

  void file(SegmentFile taken) {
    file = taken;
  }

  /** Tells whether a record finds room, together with its part of the index block. */
  boolean fits(Head head) {
    return !full && end + head.recordBytes() + indexBytes + head.bytes() + Footer.BYTES <= bytes;
  }

  /** Returns how large a segment is at least that has room for a record. */
  static int bytesFor(Head head) {
    int bytes = SegmentHeader.BYTES + head.recordBytes() + head.bytes() + Footer.BYTES;
    return (bytes + SegmentHeader.BYTES - 1) / SegmentHeader.BYTES * SegmentHeader.BYTES;
  }

  int bytes() {
    return bytes;
  }

  /** Keeps room for a record and returns where it begins. */
  int place(Head head) {
    int offset = end;
    end += head.recordBytes();
    indexBytes += head.bytes();
    return offset;
  }

  Map<Integer, Pending> pending() {
    return pending;
  }

  /** Forgets a record; the room of thousands is given back with the last one that comes here. */
  void forget(Pending record) {
    pending.remove(record.position().offset());
    if (full && pending.isEmpty()) {
      pending = new HashMap<>();
    }
  }

  /** Where records went that had their places here; by the offset of their payloads. */
  Map<Integer, Position> moved() {
    return moved;
  }

  /**
   * Records that were given up, whose bytes are in memory alone; by the offset of their payloads.
   */
  Map<Integer, Pending> lost() {
    return lost;
  }

  /** No record is placed here any more. */
  void fill() {
    full = true;
  }

  /** Tells whether no record comes here, none waits, and nobody releases it. */
  boolean isIdle() {
    return full && pending.isEmpty() && !releasing;
  }

  void release(boolean begun) {
    releasing = begun;
  }

  boolean isReleasing() {
    return releasing;
  }

  boolean isFull() {
    return full;
  }

  /** Nothing is written here any more. */
  void complete() {
    full = true;
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  void poison() {
    complete();
    poisoned = true;
  }

  boolean isPoisoned() {
    return poisoned;
  }

  /** Tells whether it has no file, and never gets one. */
  boolean isWithoutFile() {
    return poisoned && file == null;
  }

  /** Tells whether no record is found through here, nor will be. */
  boolean isEmpty() {
    return pending.isEmpty() && lost.isEmpty() && moved.isEmpty();
  }
}
