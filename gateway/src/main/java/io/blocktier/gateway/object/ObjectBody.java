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
 * Bytes of one version of an object, through one buffer, or through a larger one behind its first
 * bytes. If the object is replaced meanwhile, the answer ends early and the connection with it, so
 * that the client sees that bytes are missing. If it is appended to, its bytes are where they were.
 * For one thread.
 */
final class ObjectBody implements Body.Stream {

  private final BlockStore store;
  private final Later later;
  private final ByteRange range;
  private final ReadBuffers buffers;
  private final ByteBuffer buffer;
  private BlockStat version;
  private Optional<ByteBuffer> larger = Optional.empty();
  private boolean closed;

  /** Judges other versions that are read in the place of the one that was begun with. */
  @FunctionalInterface
  interface Later {

    /** None will do. */
    Later NONE = _ -> false;

    /** Tells whether a version has the bytes of the one before, and perhaps more behind them. */
    boolean hasTheSame(BlockStat version) throws IOException;
  }

  /**
   * Continues a read.
   *
   * @param version the version
   * @param later what others will do
   * @param range what is sent, within the block
   * @param buffer has the first bytes of the range, ready to be read; given back when this closes
   */
  ObjectBody(
      BlockStore store,
      BlockStat version,
      Later later,
      ByteRange range,
      ReadBuffers buffers,
      ByteBuffer buffer) {
    this.store = store;
    this.version = version;
    this.later = later;
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
    BlockRead read = store.read(version.key(), ByteRange.of(offset, length), piece);
    if (read.length() < length || !isOfTheSame(read.block())) {
      throw new EOFException("the object was replaced while it was sent");
    }
    version = read.block();
    return piece.flip();
  }

  private boolean isOfTheSame(BlockStat read) throws IOException {
    return read.etag().equals(version.etag()) || later.hasTheSame(read);
  }
}
