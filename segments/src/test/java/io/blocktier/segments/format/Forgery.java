package io.blocktier.segments.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A segment taken apart, to be put together again with other bytes and right checksums. */
final class Forgery {

  private static final int CRC_IN_ENTRY = 13;

  private final long segment;
  private final int frameBytes;
  private RootHash root;
  private byte[] frames;
  private byte[] keys;
  private byte[] bloom;
  private byte[] statistics;
  private byte[] table;

  Forgery(byte[] bytes, long segment) throws FormatException {
    Trailer trailer = Trailer.read(bytes, bytes.length - Trailer.BYTES, segment);
    int at = (int) trailer.framesBytes();
    this.segment = segment;
    this.frameBytes = trailer.frameBytes();
    this.root = trailer.root();
    this.frames = Arrays.copyOf(bytes, at);
    this.keys = Arrays.copyOfRange(bytes, at, at += trailer.keys().bytes());
    this.bloom = Arrays.copyOfRange(bytes, at, at += trailer.bloom().bytes());
    this.statistics = Arrays.copyOfRange(bytes, at, at += trailer.statistics().bytes());
    this.table = Arrays.copyOfRange(bytes, at, at + trailer.frames().bytes());
  }

  Forgery keys(Consumer<byte[]> change) {
    change.accept(keys);
    return this;
  }

  Forgery replaceKeys(byte[] others) {
    keys = others;
    return this;
  }

  Forgery bloom(Consumer<byte[]> change) {
    change.accept(bloom);
    return this;
  }

  Forgery statistics(UnaryOperator<SegmentStatistics> change) throws FormatException {
    statistics =
        StatisticsCodec.write(change.apply(StatisticsCodec.read(statistics, 0, statistics.length)));
    return this;
  }

  Forgery statisticsBytes(Consumer<byte[]> change) {
    change.accept(statistics);
    return this;
  }

  Forgery table(Consumer<byte[]> change) {
    change.accept(table);
    return this;
  }

  /** Changes the frames, and the checksums of each in the table with them. */
  Forgery frames(Consumer<byte[]> change) throws FormatException {
    change.accept(frames);
    FrameTable read = FrameTable.read(table, 0, table.length, frameBytes);
    BoundChecksum checksum = new BoundChecksum();
    for (int frame = 0; frame < read.count(); frame++) {
      int crc =
          checksum.of(segment, frame, frames, (int) read.offset(frame), read.storedBytes(frame));
      ByteBuffer.wrap(table).putInt(frame * FrameTable.ENTRY_BYTES + CRC_IN_ENTRY, crc);
    }
    return this;
  }

  Forgery root(RootHash other) {
    root = other;
    return this;
  }

  FrameTable frameTable() throws FormatException {
    return FrameTable.read(table, 0, table.length, frameBytes);
  }

  /** Returns the bytes of a segment whose checksums are right. */
  byte[] bytes() {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    for (byte[] part : new byte[][] {frames, keys, bloom, statistics, table}) {
      target.writeBytes(part);
    }
    Trailer trailer =
        new Trailer(
            segment,
            frames.length,
            frameBytes,
            section(BoundChecksum.KEYS, keys),
            section(BoundChecksum.BLOOM, bloom),
            section(BoundChecksum.STATISTICS, statistics),
            section(BoundChecksum.FRAMES, table),
            root);
    target.writeBytes(trailer.write());
    return target.toByteArray();
  }

  private Trailer.Section section(long place, byte[] bytes) {
    return new Trailer.Section(
        bytes.length, new BoundChecksum().of(segment, place, bytes, 0, bytes.length));
  }
}
