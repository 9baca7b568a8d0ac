package io.blocktier.cache;

import io.blocktier.blockstore.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of an {@link Overlay}, piece by piece, to be read as often as a store likes. */
final class OverlayContent {

  private static final int PIECE_BYTES = 1 << 20;

  private final Overlay overlay;
  private final long size;
  private volatile boolean failed;

  OverlayContent(Overlay overlay) {
    this.overlay = overlay;
    this.size = overlay.stat().size();
  }

  Content content() {
    return Content.source(size, Bytes::new);
  }

  /** A store that could not read the bytes calls the request invalid, which it is not. */
  boolean hasFailed() {
    return failed;
  }

  private void read(long offset, ByteBuffer target) throws IOException {
    try {
      overlay.read(offset, target);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  private final class Bytes extends InputStream {

    private final ByteBuffer piece =
        ByteBuffer.allocate((int) Math.min(PIECE_BYTES, size)).limit(0);
    private long next;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      Objects.checkFromIndexSize(start, length, target.length);
      if (!piece.hasRemaining() && length > 0) {
        if (next == size) {
          return -1;
        }
        fill();
      }
      int count = Math.min(length, piece.remaining());
      piece.get(target, start, count);
      return count;
    }

    private void fill() throws IOException {
      piece.clear().limit((int) Math.min(piece.capacity(), size - next));
      OverlayContent.this.read(next, piece);
      piece.flip();
      next += piece.remaining();
    }
  }
}
