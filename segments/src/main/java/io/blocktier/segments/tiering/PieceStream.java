package io.blocktier.segments.tiering;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads a block piece by piece, each with a request of its own. For one thread. */
final class PieceStream extends InputStream {

  private static final int BYTE = 0xFF;

  private final BlockStore store;
  private final BlockKey key;
  private final long bytes;
  private final Watch watch;
  private final ByteBuffer piece;
  private long position;

  /** Is asked before each piece whether to go on. */
  @FunctionalInterface
  interface Watch {

    /** Told how many bytes were read until now; throws to end the reading. */
    void at(long position) throws IOException;
  }

  PieceStream(BlockStore store, BlockKey key, long bytes, int pieceBytes, Watch watch) {
    this.store = store;
    this.key = key;
    this.bytes = bytes;
    this.watch = watch;
    this.piece = ByteBuffer.allocate((int) Math.min(pieceBytes, bytes)).limit(0);
  }

  @Override
  public int read() throws IOException {
    return fill() ? piece.get() & BYTE : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, piece.remaining());
    piece.get(target, offset, count);
    return count;
  }

  /**
   * Returns what is there of the next piece, or an empty buffer at the end; valid until the next.
   */
  ByteBuffer next() throws IOException {
    piece.position(piece.limit());
    boolean ignored = fill();
    return piece;
  }

  private boolean fill() throws IOException {
    if (piece.hasRemaining()) {
      return true;
    }
    watch.at(position);
    if (position == bytes) {
      return false;
    }
    int length = (int) Math.min(piece.capacity(), bytes - position);
    piece.clear().limit(length);
    store.read(key, ByteRange.of(position, length), piece);
    position += piece.position();
    piece.flip();
    return piece.hasRemaining();
  }
}
