package io.blocktier.gateway.object;

import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.gateway.request.Body;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Bytes of one version of a block, through one buffer, or through a larger one behind its first
 * bytes. If the block is replaced meanwhile, the answer ends early and the connection with it, so
 * that the client sees that bytes are missing. For one thread.
 */
final class ObjectBody implements Body.Stream {

  private final BlockStore store;
  private final BlockStat block;
  private final ByteRange range;
  private final ReadBuffers buffers;
  private final ByteBuffer buffer;
  private Optional<ByteBuffer> larger = Optional.empty();
  private boolean closed;

  /**
   * Continues a read.
   *
   * @param block the version
   * @param range what is sent, within the block
   * @param buffer has the first bytes of the range, ready to be read; given back when this closes
   */
  ObjectBody(
      BlockStore store, BlockStat block, ByteRange range, ReadBuffers buffers, ByteBuffer buffer) {
    this.store = store;
    this.block = block;
    this.range = range;
    this.buffers = buffers;
    this.buffer = buffer;
  }

  @Override
  public long length() {
    return range.length();
  }

  @Override
  public void writeTo(Sink sink) throws IOException {
    ByteBuffer piece = buffer;
    long sent = 0;
    while (sent < range.length()) {
      if (!piece.hasRemaining()) {
        piece = next(range.offset() + sent, range.length() - sent);
      }
      sent += piece.remaining();
      sink.write(piece);
      piece.position(piece.limit());
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      larger.ifPresent(buffers::giveLargeBack);
      buffers.giveBack(buffer);
    }
  }

  private ByteBuffer next(long offset, long left) throws IOException {
    if (larger.isEmpty() && left > buffer.capacity()) {
      larger = buffers.takeLarge();
    }
    ByteBuffer piece = larger.orElse(buffer).clear();
    long length = Math.min(left, piece.capacity());
    BlockRead read = store.read(block.key(), ByteRange.of(offset, length), piece);
    if (read.length() < length || !read.block().etag().equals(block.etag())) {
      throw new EOFException("the object was replaced while it was sent");
    }
    return piece.flip();
  }
}
