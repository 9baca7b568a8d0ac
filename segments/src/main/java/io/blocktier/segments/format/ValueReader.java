package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads parts of values: of a short one by one request for its frame, or by none where that is kept
 * in memory; of a long one those of its frames that are touched. Thread-safe.
 */
final class ValueReader {

  private final Frames frames;
  private final KeptFrames kept;
  private final Verification verification;
  private final int batchBytes;
  private final Workspace.Pool pool;

  ValueReader(KeptFrames kept, int batchBytes) {
    this.kept = kept;
    this.frames = kept.frames();
    this.verification = kept.verification();
    this.batchBytes = batchBytes;
    this.pool = kept.pool();
  }

  /** Puts bytes of the value of an entry, all of them within it, into a buffer. */
  void read(RecordEntry entry, int offset, int length, ByteBuffer target)
      throws BlockStoreException {
    try {
      requireFrames(entry);
      boolean isShort = entry.valueBytes() <= frames.frameBytes();
      OpenedFrame opened = isShort ? kept.of(entry.frame()) : null;
      if (opened == null) {
        readStored(entry, offset, length, target, isShort);
      } else {
        copy(entry, opened.raw(), offset, length, target, new RecordView());
      }
    } catch (FormatException e) {
      throw frames.block().corrupt(e);
    }
  }

  private void readStored(
      RecordEntry entry, int offset, int length, ByteBuffer target, boolean isShort)
      throws BlockStoreException, FormatException {
    Workspace work = pool.take();
    ByteBuffer filled = target.duplicate();
    try {
      if (isShort) {
        copy(entry, openStored(entry.frame(), work), offset, length, filled, work.view);
      } else {
        LongRead read =
            new LongRead(frames, verification, entry, offset, offset + length, filled, work);
        read.run(batchBytes);
      }
    } finally {
      pool.give(work);
    }
    target.position(filled.position());
  }

  /** Requires that an entry names frames that are there, before memory is taken for its value. */
  void requireRoomFor(RecordEntry entry) throws CorruptBlockException {
    try {
      requireFrames(entry);
    } catch (FormatException e) {
      throw frames.block().corrupt(e);
    }
  }

  private void requireFrames(RecordEntry entry) throws FormatException {
    boolean there =
        entry.frame() >= 0
            && entry.valueBytes() >= 0
            && entry.frame() < frames.table().count()
            && frames.span(entry.valueBytes()) <= frames.table().count() - entry.frame()
            && entry.place() >= 0
            && entry.place() < frames.table().rawBytes(entry.frame());
    FormatException.require(there, entry + " is not in these frames");
  }

  /** Reads a frame, and returns the array that begins with it. */
  private byte[] openStored(int frame, Workspace work) throws BlockStoreException, FormatException {
    byte[] stored = work.stored(frames.table().storedBytes(frame));
    frames.fetch(frame, frame, stored);
    return frames.open(frame, stored, 0, verification, work);
  }

  private void copy(
      RecordEntry entry, byte[] raw, int offset, int length, ByteBuffer target, RecordView view)
      throws FormatException {
    requireRecord(frames, entry, raw, 0, view);
    target.put(raw, view.valueFrom() + offset, length);
  }

  /**
   * Looks for the record of a key in a frame, which is read by one request, or by none if it is
   * kept.
   *
   * @return the record, all of it, or of a long value where it is; null if no record of the key
   *     begins there
   */
  @Nullable Found find(RecordKey key, int frame) throws BlockStoreException {
    FrameTable table = frames.table();
    if (frame < 0 || frame >= table.count() || table.isContinuation(frame)) {
      return null;
    }
    try {
      OpenedFrame opened = kept.of(frame);
      return opened == null ? findStored(key, frame) : find(key, frame, opened);
    } catch (FormatException e) {
      throw frames.block().corrupt(e);
    }
  }

  private static @Nullable Found find(RecordKey key, int frame, OpenedFrame opened)
      throws FormatException {
    RecordView view = new RecordView();
    return opened.find(key.utf8(), view) ? new Found(entry(key, frame, view), value(view)) : null;
  }

  private @Nullable Found findStored(RecordKey key, int frame)
      throws BlockStoreException, FormatException {
    Workspace work = pool.take();
    try {
      byte[] raw = openStored(frame, work);
      work.view.reset(raw, 0, frames.table().rawBytes(frame));
      return find(key, frame, work.view);
    } finally {
      pool.give(work);
    }
  }

  private @Nullable Found find(RecordKey key, int frame, RecordView view) throws FormatException {
    byte[] utf8 = key.utf8();
    while (view.hasMore()) {
      view.nextHead();
      boolean isWhole = view.valueBytes() <= frames.frameBytes();
      if (view.isOf(utf8, utf8.length)) {
        return new Found(entry(key, frame, view), isWhole ? value(view) : null);
      }
      if (!isWhole) {
        return null; // it has the frame for itself
      }
      view.skipValue(view.valueBytes());
    }
    return null;
  }

  private static RecordEntry entry(RecordKey key, int frame, RecordView view) {
    return new RecordEntry(
        key,
        view.sequence(),
        RecordView.kind(view.flags()),
        view.expiresAt(),
        frame,
        view.place(),
        view.valueBytes());
  }

  private static ByteBuffer value(RecordView view) throws FormatException {
    int from = view.valueFrom();
    view.skipValue(view.valueBytes()); // which fails where the frame ends first
    return ByteBuffer.wrap(Arrays.copyOfRange(view.array(), from, from + view.valueBytes()));
  }

  /** A record that was found in its frame; without a value if that goes on in other frames. */
  record Found(RecordEntry entry, @Nullable ByteBuffer value) {}

  /** Shows the record of an entry in its frame. */
  static void requireRecord(Frames frames, RecordEntry entry, byte[] raw, int from, RecordView view)
      throws FormatException {
    int end = from + frames.table().rawBytes(entry.frame());
    view.reset(raw, from + entry.place(), end);
    view.nextHead();
    byte[] key = entry.key().utf8();
    boolean same =
        view.isOf(key, key.length)
            && view.sequence() == entry.sequence()
            && view.valueBytes() == entry.valueBytes()
            && frames.sliceBytes(entry.valueBytes(), 0) <= end - view.valueFrom();
    FormatException.require(same, entry + " is not where it should be");
  }
}
