package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Crc32c;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that nobody outside the store can reach, in segments: putting parts together and appending
 * move none of them.
 */
record MemoryBytes(List<byte[]> segments, long size, Crc32c checksum) {

  static final MemoryBytes EMPTY = new MemoryBytes(List.of(), 0, Crc32c.EMPTY);

  MemoryBytes {
    segments = List.copyOf(segments);
  }

  /** Takes over segments, which the caller gives up. */
  static MemoryBytes of(List<byte[]> segments) {
    ByteBuffer[] views = segments.stream().map(ByteBuffer::wrap).toArray(ByteBuffer[]::new);
    long size = segments.stream().mapToLong(segment -> segment.length).sum();
    return new MemoryBytes(segments, size, Crc32c.of(views));
  }

  static MemoryBytes concat(List<MemoryBytes> parts) {
    List<byte[]> segments = new ArrayList<>();
    long size = 0;
    Crc32c checksum = Crc32c.EMPTY;
    for (MemoryBytes part : parts) {
      segments.addAll(part.segments);
      size += part.size;
      checksum = checksum.concat(part.checksum, part.size);
    }
    return new MemoryBytes(segments, size, checksum);
  }

  /** Copies out a range that lies within the bytes. */
  MemoryBytes slice(ByteRange range) {
    List<byte[]> parts = new ArrayList<>();
    for (ByteBuffer view : views(range)) {
      byte[] part = new byte[view.remaining()];
      view.get(part);
      parts.add(part);
    }
    return of(parts);
  }

  /** Puts a clamped range into a buffer that has room for it. */
  void copyTo(ByteBuffer target, ByteRange range) {
    views(range).forEach(target::put);
  }

  private List<ByteBuffer> views(ByteRange range) {
    List<ByteBuffer> views = new ArrayList<>();
    long skip = range.offset();
    long left = range.clampedLength(size);
    for (byte[] segment : segments) {
      int from = (int) Math.min(skip, segment.length);
      int count = (int) Math.min(left, segment.length - from);
      if (count > 0) {
        views.add(ByteBuffer.wrap(segment, from, count));
      }
      skip -= from;
      left -= count;
    }
    return views;
  }
}
