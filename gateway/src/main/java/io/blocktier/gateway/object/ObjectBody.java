package io.blocktier.gateway.object;

import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.spi.BlockFile;
import io.blocktier.blockstore.spi.BlockFiles;
import io.blocktier.gateway.request.Body;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Bytes of one version of an object: the first through a buffer, the others straight from the file
 * where there is one, else through that buffer or a larger one. If the object is replaced between
 * two looks at it, the answer ends early and the connection with it, so that the client sees that
 * bytes are missing. If it is appended to, its bytes are where they were. For one thread.
 */
final class ObjectBody implements Body.Stream {

  private final BlockStore store;
  private final Optional<BlockFiles> files;
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
   * @param files opens the blocks of the store, where it can
   * @param version the version
   * @param later what others will do
   * @param range what is sent, within the block
   * @param buffer has the first bytes of the range, ready to be read; given back when this closes
   */
  ObjectBody(
      BlockStore store,
      Optional<BlockFiles> files,
      BlockStat version,
      Later later,
      ByteRange range,
      ReadBuffers buffers,
      ByteBuffer buffer) {
    this.store = store;
    this.files = files;
    this.version = version;
    this.later = later;
    this.range = range;
    this.buffers = buffers;
    this.buffer = buffer;
  }

  /** Continues a read whose bytes are looked at. */
  static ObjectBody inMemory(
      BlockStore store, BlockStat block, ByteRange range, ReadBuffers buffers, ByteBuffer buffer) {
    return new ObjectBody(store, Optional.empty(), block, Later.NONE, range, buffers, buffer);
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
        ByteRange rest = ByteRange.of(range.offset() + sent, range.length() - sent);
        if (sink.send(() -> open(rest))) {
          return;
        }
        piece = next(rest);
      }
      sent += piece.remaining();
      sink.write(piece);
      piece.position(piece.limit());
    }
  }

  private Optional<BlockFile> open(ByteRange rest) throws IOException {
    Optional<BlockFile> file =
        files.isPresent() ? files.get().open(version.key(), rest) : Optional.empty();
    if (file.isPresent() && !isWhole(file.get().block(), file.get().range().length(), rest)) {
      file.get().close();
      throw replaced();
    }
    return file;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      larger.ifPresent(buffers::giveLargeBack);
      buffers.giveBack(buffer);
    }
  }

  private ByteBuffer next(ByteRange rest) throws IOException {
    if (larger.isEmpty() && rest.length() > buffer.capacity()) {
      larger = buffers.takeLarge();
    }
    ByteBuffer piece = larger.orElse(buffer).clear();
    ByteRange wanted = ByteRange.of(rest.offset(), Math.min(rest.length(), piece.capacity()));
    BlockRead read = store.read(version.key(), wanted, piece);
    if (!isWhole(read.block(), read.length(), wanted)) {
      throw replaced();
    }
    version = read.block();
    return piece.flip();
  }

  private boolean isWhole(BlockStat found, long length, ByteRange wanted) throws IOException {
    return length == wanted.length() && isOfTheSame(found);
  }

  private boolean isOfTheSame(BlockStat found) throws IOException {
    return found.etag().equals(version.etag()) || later.hasTheSame(found);
  }

  private static EOFException replaced() {
    return new EOFException("the object was replaced while it was sent");
  }
}
