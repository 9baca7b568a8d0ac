package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Those frames of one segment that single reads find in memory. Thread-safe.
 *
 * @param frames of the segment
 * @param root of the segment, which tells it from any other that ever has its number
 * @param verification what a frame is compared with before it is kept
 * @param pool has what it takes to open one
 * @param cache keeps them beside those of other segments; null keeps none
 */
record KeptFrames(
    Frames frames,
    RootHash root,
    Verification verification,
    Workspace.Pool pool,
    @Nullable FrameCache cache) {

  /** Returns a frame from memory, into which it is read if it is not there; null if not kept. */
  @Nullable OpenedFrame of(int frame) throws BlockStoreException, FormatException {
    FrameCache kept = cache;
    if (kept == null || !kept.keeps(frames.table().rawBytes(frame)) || isOfLongValue(frame)) {
      return null;
    }
    return kept.get(new FrameCache.Key(frames.block().segment(), root, frame), this);
  }

  /** A longer value would drive many short ones out. */
  private boolean isOfLongValue(int frame) {
    FrameTable table = frames.table();
    return table.isContinuation(frame)
        || (frame + 1 < table.count() && table.isContinuation(frame + 1));
  }

  /** Reads a frame by one request, and compares it: what is kept was compared this once. */
  OpenedFrame open(int frame) throws BlockStoreException, FormatException {
    FrameTable table = frames.table();
    byte[] raw = new byte[table.rawBytes(frame)];
    Workspace work = pool.take();
    try {
      if (table.isCompressed(frame)) {
        byte[] stored = work.stored(table.storedBytes(frame));
        frames.fetch(frame, frame, stored);
        frames.openTo(frame, stored, 0, verification, work, raw, 0);
      } else {
        frames.fetch(frame, frame, raw);
        frames.open(frame, raw, 0, verification, work);
      }
    } finally {
      pool.give(work);
    }
    return OpenedFrame.of(raw, table.records(frame));
  }
}
