package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The block that grows, with all its bytes, for stores that lag. Thread-safe. */
final class OpenBlock {

  private final long number;
  private final BlockHeader header;
  private final List<ByteBuffer> appends = new ArrayList<>();
  private int length;

  OpenBlock(long number, BlockHeader header, Frames frames) {
    this.number = number;
    this.header = header;
    add(frames.one(FrameType.HEADER, number, 0, header.payload()));
  }

  long number() {
    return number;
  }

  BlockHeader header() {
    return header;
  }

  synchronized int length() {
    return length;
  }

  synchronized int appends() {
    return appends.size();
  }

  synchronized void add(ByteBuffer batch) {
    appends.add(batch);
    length += batch.remaining();
  }

  synchronized Content content(int from, int to) {
    Content.Buffers all = new Content.Buffers(List.copyOf(appends), Optional.empty());
    return all.slice(ByteRange.of(from, to - from));
  }

  /** Returns the first bytes in one piece. */
  synchronized ByteBuffer bytes(int end) {
    ByteBuffer bytes = ByteBuffer.allocate(end);
    for (ByteBuffer append : appends) {
      int count = Math.min(append.remaining(), bytes.remaining());
      bytes.put(append.slice(append.position(), count));
    }
    return bytes.flip();
  }

  /** Whether a store has nothing but bytes of this block. */
  boolean startsWith(ByteBuffer stored) {
    return stored.remaining() <= length() && bytes(stored.remaining()).equals(stored);
  }
}
