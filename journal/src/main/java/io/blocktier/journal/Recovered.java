package io.blocktier.journal;

import java.util.List;

/**
 * What was found when a journal was opened.
 *
 * @param segments those that hold records, oldest first
 * @param free files that hold none
 * @param unusableFiles files that cannot be read; they count, and are left as they are
 * @param generation the greatest that was durable
 * @param nextSegment greater than the number of every segment
 * @param nextSlot greater than the number in the name of every file
 * @param clean whether the journal was closed in order
 */
record Recovered(
    List<Segment> segments,
    List<SegmentFile> free,
    int unusableFiles,
    long generation,
    long nextSegment,
    long nextSlot,
    boolean clean) {

  /** Returns the size of the largest segment, 0 if there is none; no record is larger. */
  int largestSegmentBytes() {
    return segments.stream().mapToInt(Segment::bytes).max().orElse(0);
  }

  int files() {
    return segments.size() + free.size() + unusableFiles;
  }
}
