package io.blocktier.journal;

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
    visitor.expect(about(live));
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

  /** Guesses how many records there are: as if all segments were like the last that is sealed. */
  private long about(List<SegmentFiles.Found> live) throws IOException {
    return live.size() < 2
        ? 0
        : live.size() * (long) SegmentScan.byIndex(live.get(live.size() - 2), journal).about();
  }

  /** Takes all segments for live; one in which nothing counts is released like others. */
  private Recovered unseen(SegmentFiles files, List<SegmentFiles.Found> live, long generation) {
    live.forEach(found -> segments.add(new Segment(found.header().segment(), found.file())));
    return new Recovered(
        segments, free, files.unusable(), generation, files.nextSegment(), files.nextSlot(), true);
  }

  /** Hands over the records of a segment that has a successor: all up to a generation count. */
  private void sealed(SegmentFiles.Found found, long bound) throws IOException {
    Gathering gathering = new Gathering(found);
    SegmentScan scan = SegmentScan.byIndex(found, journal);
    while (scan.last() < bound && scan.next() && scan.last() <= bound) {
      gathering.take(scan.record(), scan.isAfterGap());
    }
    gathering.end(bound);
  }

  /** Hands over the records of the newest segment; returns the greatest generation that counts. */
  private long tail(SegmentFiles.Found found, OptionalLong clean) throws IOException {
    Gathering gathering = new Gathering(found);
    long watermark = new Tail(found, gathering::take).handOver(journal, clean);
    gathering.end(watermark);
    return Math.max(gathering.last, watermark);
  }

  /** What is found in one segment. */
  private final class Gathering {

    private final SegmentFiles.Found found;
    private long last;
    private boolean live;

    Gathering(SegmentFiles.Found found) {
      this.found = found;
      this.last = found.header().previous();
    }

    /** Takes the next record, before which something could not be read where there is a gap. */
    void take(RecordView record, boolean isAfterGap) throws IOException {
      if (isAfterGap) {
        damagedUpTo(record.generation() - 1);
      }
      live = true;
      last = record.generation();
      visitor.visit(record);
    }

    /**
     * Misses the records up to the last durable one that did not come. A segment in which nothing
     * counts is free; if it is found again, nothing counts again.
     */
    void end(long durable) {
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
