package io.blocktier.blockstore.s3.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * What goes out over a connection: little pieces are put together in the connection's buffer, so
 * that a small body leaves with its head; large ones go past it. Not thread-safe.
 */
public final class WireOutput {

  /** From this many bytes on, another call of the system costs less than a copy. */
  private static final int PAST_THE_BUFFER = 16 << 10;

  /** So many bytes are on their way before the watch hears of them. */
  private static final int MOST_AT_ONCE = 128 << 10;

  /** The connection takes no more bytes; that they cannot be read is something else. */
  static final class BrokenException extends IOException {

    private static final long serialVersionUID = 1L;

    private final IOException reason;

    BrokenException(IOException reason) {
      super(reason);
      this.reason = reason;
    }

    IOException reason() {
      return reason;
    }
  }

  private final OutputStream out;
  private final byte[] buffer;
  private final Watch watch;
  private int end;

  WireOutput(OutputStream out, byte[] buffer, Watch watch) {
    this.out = out;
    this.buffer = buffer;
    this.watch = watch;
  }

  /**
   * Writes bytes.
   *
   * @param bytes what is left of them; the position moves to the limit
   * @throws IOException if they cannot be sent
   */
  public void write(ByteBuffer bytes) throws IOException {
    if (bytes.hasArray() && bytes.remaining() >= PAST_THE_BUFFER) {
      flush();
      byte[] array = bytes.array();
      send(array, bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
      return;
    }
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), room());
      bytes.get(buffer, end, count);
      end += count;
    }
  }

  /**
   * Writes what a stream has.
   *
   * @param in read to its end, and not closed
   * @throws IOException if they cannot be read, or not be sent
   */
  public void write(InputStream in) throws IOException {
    int room = room();
    for (int count = in.read(buffer, end, room); count >= 0; count = in.read(buffer, end, room)) {
      end += count;
      room = room();
    }
  }

  void write(byte[] bytes) throws IOException {
    write(ByteBuffer.wrap(bytes));
  }

  /** Makes room in the buffer, and tells how much there is. */
  private int room() throws IOException {
    if (end == buffer.length) {
      flush();
    }
    return buffer.length - end;
  }

  void flush() throws IOException {
    if (end > 0) {
      int length = end;
      end = 0;
      send(buffer, 0, length);
    }
  }

  private void send(byte[] bytes, int offset, int length) throws IOException {
    for (int sent = 0; sent < length; sent += MOST_AT_ONCE) {
      try {
        out.write(bytes, offset + sent, Math.min(MOST_AT_ONCE, length - sent));
      } catch (IOException e) {
        throw new BrokenException(e);
      }
      watch.heard();
    }
  }
}
