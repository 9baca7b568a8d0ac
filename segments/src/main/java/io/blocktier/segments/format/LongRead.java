package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import java.nio.ByteBuffer;

/**
 * One read of bytes of a value that has frames of its own.
 *
 * @param frames of the segment
 * @param verification what they are compared with
 * @param entry of the value
 * @param from the first byte of the value that is wanted
 * @param to behind the last one
 * @param target where the bytes go
 * @param work to open frames with
 */
record LongRead(
    Frames frames,
    Verification verification,
    RecordEntry entry,
    long from,
    long to,
    ByteBuffer target,
    Workspace work) {

  /** Reads the frames that are touched, by requests of about some bytes each. */
  void run(int batchBytes) throws BlockStoreException, FormatException {
    int frame = entry.frame() + (int) (from / frames.frameBytes());
    int last = entry.frame() + (int) ((to - 1) / frames.frameBytes());
    while (frame <= last) {
      int batchLast = frames.lastWithin(batchBytes, frame, last);
      byte[] stored = work.stored((int) frames.storedBytes(frame, batchLast));
      frames.fetch(frame, batchLast, stored);
      int at = 0;
      for (; frame <= batchLast; frame++) {
        take(frame, stored, at);
        at += frames.table().storedBytes(frame);
      }
    }
  }

  private void take(int frame, byte[] stored, int at) throws FormatException {
    int slice = frame - entry.frame();
    long sliceFrom = (long) slice * frames.frameBytes();
    int bytes = frames.sliceBytes(entry.valueBytes(), slice);
    int skipped = (int) Math.max(0, from - sliceFrom);
    int wanted = (int) Math.min(bytes, to - sliceFrom) - skipped;
    if (slice == 0) {
      byte[] raw = frames.open(frame, stored, at, verification, work);
      ValueReader.requireRecord(frames, entry, raw, frames.openedAt(frame, at), work.view);
      target.put(raw, work.view.valueFrom() + skipped, wanted);
    } else {
      frames.requireSlice(frame, entry.valueBytes(), slice);
      takeSlice(frame, stored, at, skipped, wanted, wanted == bytes && target.hasArray());
    }
  }

  private void takeSlice(int frame, byte[] stored, int at, int skipped, int wanted, boolean direct)
      throws FormatException {
    if (direct) {
      int place = target.arrayOffset() + target.position();
      frames.openTo(frame, stored, at, verification, work, target.array(), place);
      target.position(target.position() + wanted);
    } else {
      byte[] raw = frames.open(frame, stored, at, verification, work);
      target.put(raw, frames.openedAt(frame, at) + skipped, wanted);
    }
  }
}
