package io.blocktier.cache;

import io.blocktier.journal.Appended;
import io.blocktier.journal.Draft;
import io.blocktier.journal.JournalFullException;
import io.blocktier.journal.JournalListener;
import io.blocktier.journal.Log;
import io.blocktier.journal.LostRecord;
import io.blocktier.journal.Position;
import io.blocktier.journal.RecordView;
import io.blocktier.journal.RecordVisitor;
import io.blocktier.journal.SegmentReleasedException;
import io.blocktier.journal.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** A log that keeps its records, which are durable at once, in memory; it can be opened again. */
final class MemoryLog implements Log {

  private final int segmentRecords;
  private final int maxSegments;
  private final TreeMap<Long, List<Kept>> segments = new TreeMap<>();
  private long generation;
  private long segment;
  private boolean sick;
  private Runnable beforeLook = () -> {};
  private Runnable whileForcing = () -> {};

  MemoryLog(int segmentRecords, int maxSegments) {
    this.segmentRecords = segmentRecords;
    this.maxSegments = maxSegments;
  }

  private record Kept(Appended appended, byte kind, String key, byte[] attributes, byte[] bytes) {

    RecordView view() {
      return RecordView.of(appended.generation(), appended.position(), kind, key, attributes);
    }
  }

  synchronized MemoryLog open(RecordVisitor visitor, JournalListener listener) throws IOException {
    visitor.begin(false);
    for (List<Kept> records : segments.values()) {
      for (Kept record : records) {
        visitor.visit(record.view());
      }
    }
    return this;
  }

  @Override
  public Appended append(Draft draft) throws IOException {
    return append(draft, 0);
  }

  @Override
  public synchronized Appended append(Draft draft, int spare) throws IOException {
    if (segments.isEmpty()
        || segments.lastEntry().getValue().size() == segmentRecords
        || freeSegments() < spare) {
      if (freeSegments() <= spare) {
        throw new JournalFullException(maxSegments);
      }
      segments.put(++segment, new ArrayList<>());
    }
    List<Kept> last = segments.lastEntry().getValue();
    byte[] bytes = new byte[draft.payload().stream().mapToInt(ByteBuffer::remaining).sum()];
    ByteBuffer copy = ByteBuffer.wrap(bytes);
    draft.payload().forEach(buffer -> copy.put(buffer.duplicate()));
    Position position = new Position(segment, last.size(), bytes.length, draft.checksum().value());
    Appended appended = new Appended(++generation, position);
    last.add(new Kept(appended, draft.kind(), draft.key(), draft.attributes(), bytes));
    return appended;
  }

  @Override
  public void awaitDurable(Appended appended, Duration timeout) {
    whileForcing.run();
  }

  /** Lets something happen whenever somebody waits for the disk. */
  void whileForcing(Runnable event) {
    whileForcing = event;
  }

  @Override
  public long bytesInMemory() {
    return 0;
  }

  @Override
  public void settle(Duration timeout) {}

  @Override
  public void commitInBackground() {}

  @Override
  public boolean isDurable(Appended appended) {
    return true;
  }

  @Override
  public int read(Position position, int offset, ByteBuffer target) throws IOException {
    byte[] bytes = kept(position).bytes();
    int length = Math.min(target.remaining(), bytes.length - offset);
    target.put(bytes, offset, length);
    return length;
  }

  /** Lets something happen once, when somebody is about to look at the attributes of a record. */
  synchronized void beforeLook(Runnable event) {
    beforeLook = event;
  }

  private synchronized Runnable takeEvent() {
    Runnable event = beforeLook;
    beforeLook = () -> {};
    return event;
  }

  @Override
  public byte[] attributes(Position position) throws IOException {
    takeEvent().run();
    return kept(position).attributes();
  }

  @Override
  public synchronized boolean isReleasable(long segment) {
    return segments.size() > 1 && segments.firstKey() == segment;
  }

  @Override
  public Stored whole(Position position) throws IOException {
    takeEvent().run();
    Kept kept = kept(position);
    return new Stored(kept.attributes(), ByteBuffer.wrap(kept.bytes().clone()));
  }

  private synchronized Kept kept(Position position) throws IOException {
    List<Kept> records = segments.get(position.segment());
    if (records == null) {
      throw new SegmentReleasedException(position.segment());
    }
    return records.get(position.offset());
  }

  @Override
  public synchronized List<Long> segmentsOldestFirst() {
    return List.copyOf(segments.keySet());
  }

  @Override
  public synchronized boolean visit(long number, RecordVisitor visitor) throws IOException {
    List<Kept> records = segments.get(number);
    if (records == null) {
      throw new SegmentReleasedException(number);
    }
    for (Kept record : List.copyOf(records)) {
      visitor.visit(record.view());
    }
    return true;
  }

  @Override
  public synchronized boolean holds(long number, Set<String> keys) {
    return segments.get(number).stream().anyMatch(record -> keys.contains(record.key()));
  }

  @Override
  public List<LostRecord> lost() {
    return List.of();
  }

  @Override
  public void discard(long lost) {}

  @Override
  public synchronized int freeSegments() {
    return maxSegments - segments.size();
  }

  /** From now on, no segment can be released. */
  synchronized void becomeSick() {
    sick = true;
  }

  @Override
  public synchronized void release(long released) throws IOException {
    if (sick) {
      throw new IOException("a sick disk");
    }
    segments.remove(released);
  }

  @Override
  public void close() {}
}
