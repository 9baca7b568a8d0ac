package io.blocktier.cache.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds the records that survived. A batch never spans segments, and a segment is begun when all
 * before it is durable: so only the newest segment can end in records that are not.
 */
final class Recovery {

  private final JournalId journal;
  private final JournalListener listener;
  private final RecordVisitor visitor;
  private final List<Segment> segments = new ArrayList<>();
  private final List<SegmentFile> free = new ArrayList<>();

  Recovery(JournalId journal, JournalListener listener, RecordVisitor visitor) {
    this.journal = journal;
    this.listener = listener;
    this.visitor = visitor;
  }

  Recovered recover(SegmentFiles files, OptionalLong clean) throws IOException {
    List<SegmentFiles.Found> live = files.live();
    free.addAll(files.free());
    if (!visitor.begin(clean.isPresent())) {
      return unseen(files, live, clean.orElseThrow());
    }
    for (int i = 0; i + 1 < live.size(); i++) {
      sealed(live.get(i), live.get(i + 1).header().previous());
    }
    long generation = live.isEmpty() ? clean.orElse(0) : tail(live.getLast(), clean);
    return new Recovered(
        segments,
        free,
        files.unusable(),
        generation,
        files.nextSegment(),
        files.nextSlot(),
        clean.isPresent());
  }

  /** Takes all segments for live; one in which nothing counts is released like others. */
  private Recovered unseen(SegmentFiles files, List<SegmentFiles.Found> live, long generation) {
    live.forEach(found -> segments.add(new Segment(found.header().segment(), found.file())));
    return new Recovered(
        segments, free, files.unusable(), generation, files.nextSegment(), files.nextSlot(), true);
  }

  /** Hands over the records of a segment that has a successor: all up to a generation count. */
  private void sealed(SegmentFiles.Found found, long bound) throws IOException {
    Gathering gathering = new Gathering(found, bound);
    SegmentScan scan = SegmentScan.byIndex(found, journal);
    while (scan.last() < bound && scan.next() && scan.last() <= bound) {
      gathering.take(scan.record(), scan.isAfterGap());
    }
    gathering.end();
  }

  /** Hands over the records of the newest segment; returns the greatest generation that counts. */
  private long tail(SegmentFiles.Found found, OptionalLong clean) throws IOException {
    Tail tail = Tail.survey(found, journal, clean);
    Gathering gathering = new Gathering(found, tail.watermark());
    tail.forEach(gathering::take);
    gathering.end();
    return Math.max(gathering.last, tail.watermark());
  }

  /** What is found in one segment. */
  private final class Gathering {

    private final SegmentFiles.Found found;
    private final long durable;
    private long last;
    private boolean live;

    Gathering(SegmentFiles.Found found, long durable) {
      this.found = found;
      this.durable = durable;
      this.last = found.header().previous();
    }

    /** Takes the next record, before which something could not be read where there is a gap. */
    void take(RecordView record, boolean isAfterGap) throws IOException {
      if (isAfterGap) {
        damagedUpTo(Math.min(record.generation() - 1, durable));
      }
      live = true;
      last = record.generation();
      visitor.visit(record);
    }

    /**
     * Misses the durable records that did not come. A segment in which nothing counts is free; if
     * it is found again, nothing counts again.
     */
    void end() {
      damagedUpTo(durable);
      if (live) {
        segments.add(new Segment(found.header().segment(), found.file()));
      } else {
        free.add(found.file());
      }
    }

    private void damagedUpTo(long end) {
      if (last < end) {
        live = true;
        String file = found.file().path().toString();
        listener.damaged(new Damage(file, last + 1, end, "durable records cannot be read"));
      }
    }
  }
}
