package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;

/**
 * Reads a whole segment and compares everything in it with everything else: frames with checksums
 * and root, records with the key index, bloom filter and statistics. For one run.
 */
final class SegmentVerifier {

  private final Footer footer;
  private final Frames frames;
  private final ScanFeed feed;
  private final KeyCursor keys;
  private final Workspace work = new Workspace();
  private final RecordView view = new RecordView();
  private final Tally tally = new Tally();

  SegmentVerifier(Footer footer, Frames frames, KeyIndex index, ScanFeed feed) {
    this.footer = footer;
    this.frames = frames;
    this.feed = feed;
    this.keys = new KeyCursor(index);
  }

  void run() throws BlockStoreException {
    try {
      int frame = 0;
      while (frame < frames.table().count()) {
        frame = checkFrame(frame);
      }
      FormatException.require(!keys.next(), "the key index has keys without records");
      requireStatistics();
    } catch (FormatException e) {
      throw frames.block().corrupt(e);
    }
  }

  /** Checks a frame that records begin in, and the frames its value goes on in. */
  private int checkFrame(int frame) throws BlockStoreException, FormatException {
    feed.goTo(frame);
    byte[] raw = feed.open(frame, Verification.ROOT, work);
    int begins = feed.openedAt(frame);
    view.reset(raw, begins, begins + frames.table().rawBytes(frame));
    int slices = 1;
    int records = 0;
    while (view.hasMore()) {
      view.nextHead();
      slices = frames.span(view.valueBytes());
      view.skipValue(frames.sliceBytes(view.valueBytes(), 0));
      checkRecord(frame, view.place() - begins, slices);
      records++;
    }
    FormatException.require(
        records == frames.table().records(frame),
        "frame " + frame + " has " + records + " records");
    return checkSlices(frame, slices);
  }

  private int checkSlices(int frame, int slices) throws BlockStoreException, FormatException {
    int valueBytes = view.valueBytes();
    for (int slice = 1; slice < slices; slice++) {
      int next = frame + slice;
      frames.requireSlice(next, valueBytes, slice);
      feed.goTo(next);
      feed.open(next, Verification.ROOT, work);
    }
    return frame + slices;
  }

  private void checkRecord(int frame, int place, int slices) throws FormatException {
    FormatException.require(
        slices == 1 || (place == 0 && !view.hasMore()), "a long value shares its frame");
    FormatException.require(
        keys.next() && keys.describes(view, frame, place),
        "the key index does not have the record at " + place + " of frame " + frame);
    RecordKey key = view.key();
    RecordKey before = tally.greatestKey();
    FormatException.require(
        before == null || key.compareTo(before) > 0, "the records are out of order");
    FormatException.require(
        footer.bloom().mayContain(key.utf8()),
        "the bloom filter does not have a key that is there");
    tally.add(key, view.sequence(), view.flags(), view.valueBytes());
  }

  private void requireStatistics() throws FormatException {
    SegmentStatistics said = footer.statistics();
    SegmentStatistics found = tally.statistics(said.rawBytes(), said.epoch(), said.created());
    FormatException.require(
        found.equals(said), "the statistics are " + said + "; they should be " + found);
  }
}
