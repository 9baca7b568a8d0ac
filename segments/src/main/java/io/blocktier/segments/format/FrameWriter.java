package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import java.nio.ByteBuffer;

/** Fills frames with records, and sends each that is full to where the segment goes. */
final class FrameWriter {

  /** One part of this many has to be saved for a frame to be stored compressed. */
  private static final int LEAST_SAVING = 8;

  private final BlockSink sink;
  private final long segment;
  private final int frameBytes;
  private final Compression compression;
  private final Lz4 lz4;
  private final Workspace work = new Workspace();
  private final ByteWriter frame;
  private final ByteWriter table = new ByteWriter(FrameTable.ENTRY_BYTES);
  private final ByteWriter roots = new ByteWriter(Sha256.BYTES);
  private int frames;
  private int recordsInFrame;
  private int place;
  private int placeFrame;
  private long rawBytes;

  FrameWriter(BlockSink sink, long segment, SegmentOptions options, Lz4 lz4) {
    this.sink = sink;
    this.segment = segment;
    this.frameBytes = options.frameBytes();
    this.compression = options.compression();
    this.lz4 = lz4;
    this.frame = new ByteWriter(frameBytes + RecordView.MAX_HEAD_BYTES);
  }

  /** Writes a record behind the others. */
  void append(RecordKey key, long sequence, int flags, long expiresAt, ByteBuffer value)
      throws BlockStoreException {
    int length = value.remaining();
    if (frame.length() > 0 && frame.length() + recordBytes(key, flags, length) > frameBytes) {
      sendFrame(0);
    }
    place = frame.length();
    placeFrame = frames;
    recordsInFrame++;
    RecordView.writeHead(key, sequence, flags, expiresAt, length, frame);
    frame.put(value, value.position(), Math.min(length, frameBytes));
    if (length > frameBytes) {
      sendFrame(0);
      continueValue(value);
    }
  }

  private static long recordBytes(RecordKey key, int flags, int valueBytes) {
    return (long) RecordView.headBytes(key.length(), flags) + valueBytes;
  }

  private void continueValue(ByteBuffer value) throws BlockStoreException {
    for (int at = value.position() + frameBytes; at < value.limit(); at += frameBytes) {
      frame.put(value, at, Math.min(frameBytes, value.limit() - at));
      sendFrame(FrameTable.CONTINUATION);
    }
  }

  private void sendFrame(int flags) throws BlockStoreException {
    byte[] raw = frame.array();
    int length = frame.length();
    byte[] packed = work.stored(lz4.maxCompressedBytes(length));
    int compressed = compression == Compression.LZ4 ? lz4.compress(raw, length, packed) : length;
    boolean pays = compressed <= length - length / LEAST_SAVING && compressed < length;
    byte[] stored = pays ? packed : raw;
    int bytes = pays ? compressed : length;
    noteFrame(pays ? flags | FrameTable.COMPRESSED : flags, stored, bytes);
    sink.write(stored, 0, bytes);
    rawBytes += length;
    recordsInFrame = 0;
    frame.clear();
  }

  private void noteFrame(int flags, byte[] stored, int bytes) {
    hashFrame((flags & FrameTable.CONTINUATION) != 0);
    table.oneByte(flags);
    table.fourBytes(bytes);
    table.fourBytes(frame.length());
    table.fourBytes(recordsInFrame);
    table.fourBytes(work.checksum.of(segment, frames, stored, 0, bytes));
    table.put(work.hashes(1), 0, Sha256.BYTES);
    roots.put(work.hashes(1), 0, Sha256.BYTES);
    frames++;
  }

  private void hashFrame(boolean continues) {
    try {
      FrameRoots.hash(work, frame.array(), 0, frame.length(), continues, frameBytes);
    } catch (FormatException e) {
      throw new IllegalStateException("a frame is not what was written to it", e);
    }
  }

  /** Sends what is left. */
  void finish() throws BlockStoreException {
    if (frame.length() > 0) {
      sendFrame(0);
    }
  }

  /** Returns the frame of the record written last. */
  int placeFrame() {
    return placeFrame;
  }

  /** Returns where in its frame the record written last begins. */
  int place() {
    return place;
  }

  /** Returns how many frames were sent. */
  int frames() {
    return frames;
  }

  /** Returns the bytes of all records written, before compression. */
  long rawBytes() {
    return rawBytes + frame.length();
  }

  /** Returns the table of all frames, once they are sent. */
  ByteWriter table() {
    return table;
  }

  /** Returns the root over all frames, once they are sent; to be called once. */
  RootHash root() {
    return FrameRoots.root(work.sha, roots.array(), frames);
  }
}
