package io.blocktier.journal;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where records are, and where the next one goes. Guarded by the ledger. */
final class Places {

  private final int segmentBytes;
  private final int maxSegments;
  private final DiskSpace space;
  private final NavigableMap<Long, Segment> segments = new TreeMap<>();
  private long nextSegment;
  private int withoutFile;

  /**
   * One more than there may be, where the last free one was begun on a disk that is nearly full.
   */
  private int lent;

  private @Nullable Segment open;

  /** There may always be one more than were found: what is to be released has to move first. */
  Places(int segmentBytes, int maxSegments, Recovered recovered, DiskSpace space) {
    this.space = space;
    this.segmentBytes = segmentBytes;
    this.maxSegments =
        Math.max(maxSegments - recovered.unusableFiles(), recovered.segments().size() + 1);
    this.nextSegment = recovered.nextSegment();
    recovered.segments().forEach(segment -> segments.put(segment.number(), segment));
  }

  /** Gives a record a place, and leaves so many segments free. */
  Pending place(Head head, List<ByteBuffer> payload, long generation, int spare)
      throws JournalFullException, DiskFullException {
    Segment segment = roomFor(head, spare);
    return remember(new Pending(head, payload, generation, segment, segment.place(head)));
  }

  /** Gives a record another place; the old one leads to it until its segment is released. */
  void move(Pending record) throws JournalFullException, DiskFullException {
    Segment to = roomFor(record.head(), 0);
    forget(record);
    Position before = record.position();
    Segment from = record.segment();
    record.move(to, to.place(record.head()));
    from.moved().put(before.offset(), remember(record).position());
  }

  private Pending remember(Pending record) {
    record.segment().pending().put(record.position().offset(), record);
    return record;
  }

  void forget(Pending record) {
    record.segment().forget(record);
  }

  /** Keeps the bytes of a record that was given up, until it is discarded or its segment goes. */
  void lose(Pending record) {
    forget(record);
    record.segment().lost().put(record.position().offset(), record);
  }

  /** Forgets a record that was given up; returns it, or null if there is none. */
  @Nullable Pending discard(long generation) {
    for (Segment segment : segments.values()) {
      for (Pending record : segment.lost().values()) {
        if (record.generation() == generation) {
          segment.lost().remove(record.position().offset());
          removeIfNothing(segment);
          return record;
        }
      }
    }
    return null;
  }

  /** What never got a file, and leads to no record, need not wait for older ones to go. */
  private void removeIfNothing(Segment segment) {
    if (segment.isWithoutFile() && segment.isEmpty()) {
      remove(segment);
    }
  }

  /** Lets nothing more be written to a segment. */
  void poison(Segment segment) {
    boolean before = segment.isWithoutFile();
    segment.poison();
    withoutFile += segment.isWithoutFile() && !before ? 1 : 0;
  }

  /** Returns what was given up and is in memory, in the order of the generations. */
  List<Pending> lost() {
    return segments.values().stream()
        .flatMap(segment -> segment.lost().values().stream())
        .sorted(Comparator.comparingLong(Pending::generation))
        .toList();
  }

  private Segment roomFor(Head head, int spare) throws JournalFullException, DiskFullException {
    return open != null && open.fits(head) && free() >= spare ? open : begin(head, spare);
  }

  private Segment begin(Head head, int spare) throws JournalFullException, DiskFullException {
    if (free() <= spare) {
      throw new JournalFullException(maxSegments);
    }
    space.require();
    if (open != null) {
      open.fill();
    }
    Segment next = new Segment(nextSegment++, bytesFor(head, largestFor(head)));
    segments.put(next.number(), next);
    open = next;
    return next;
  }

  /**
   * Returns how large a segment is to be. Segments of an earlier session may be larger than new
   * ones, and what is needed of them has to move: a record that is too large for an ordinary
   * segment gets a large one, and so does what moves to the last that is free, which has room for
   * all that is in another.
   *
   * <p>On a disk without room for a large one, the record gets what it needs itself. Where that
   * takes the last free segment, another is lent, once, until no large one is left: so there is
   * still a last one with room for all, to be begun as soon as the disk has room for it.
   */
  private int bytesFor(Head head, int largest) {
    int needed = Math.max(segmentBytes, Segment.bytesFor(head));
    if (free() > 1) {
      return needed == segmentBytes || space.lacksLarge() ? needed : largest;
    }
    if (needed < largest && lent == 0 && space.lacksLarge()) {
      lent = 1;
      return needed;
    }
    return largest;
  }

  private int largestFor(Head head) {
    int largest = Math.max(segmentBytes, Segment.bytesFor(head));
    for (Segment segment : segments.values()) {
      largest = Math.max(largest, segment.bytes());
    }
    return largest;
  }

  /** Returns how many segments can still be begun; one that never gets a file takes no room. */
  int free() {
    return maxSegments + lent - segments.size() + withoutFile;
  }

  List<Segment> oldestFirst() {
    return List.copyOf(segments.values());
  }

  long oldest() {
    return segments.isEmpty() ? nextSegment : segments.firstKey();
  }

  Segment find(long number) throws SegmentReleasedException {
    Segment segment = segments.get(number);
    if (segment == null) {
      throw new SegmentReleasedException(number);
    }
    return segment;
  }

  boolean isReleasable(long number) {
    Segment segment = segments.get(number);
    return segment != null && number == oldest() && segment.isIdle();
  }

  /** Returns the segment if it may be released now. */
  Segment releasable(long number) throws SegmentReleasedException {
    Segment segment = find(number);
    if (segment.isReleasing()) {
      throw new SegmentReleasedException(number);
    }
    if (number != oldest() || !segment.isIdle()) {
      throw new IllegalArgumentException("segment " + number + " is not the oldest, or not idle");
    }
    segment.release(true);
    return segment;
  }

  void remove(Segment segment) {
    if (segments.remove(segment.number()) != null && segment.isWithoutFile()) {
      withoutFile--;
    }
    if (lent > 0 && segments.values().stream().allMatch(left -> left.bytes() <= segmentBytes)) {
      lent = 0;
    }
  }

  /** Follows a position to where the record is now. */
  Source source(Position position) throws SegmentReleasedException {
    Segment segment = find(position.segment());
    Position moved = segment.moved().get(position.offset());
    return moved == null
        ? new Source(position, inMemory(segment, position), segment.file())
        : source(moved);
  }

  private static @Nullable Pending inMemory(Segment segment, Position position) {
    Pending pending = segment.pending().get(position.offset());
    return pending == null ? segment.lost().get(position.offset()) : pending;
  }
}
