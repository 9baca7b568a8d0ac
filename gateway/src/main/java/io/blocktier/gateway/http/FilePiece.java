package io.blocktier.gateway.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/**
 * Some bytes of a file on their way to a client. For one thread at a time.
 *
 * @param file which has them
 * @param start where in the file they begin
 * @param standIn has as many bytes, of which those that remain have still to be sent
 */
record FilePiece(FileChannel file, long start, ByteBuffer standIn) {

  /** Returns which of the buffers stands for this; a negative number if none does. */
  @SuppressWarnings("ReferenceEquality") // others may be as long and have the same bytes
  int indexIn(ByteBuffer[] buffers) {
    for (int i = 0; i < buffers.length; i++) {
      if (buffers[i] == standIn) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Sends as much as the socket takes, which does not block.
   *
   * @return how much that was
   */
  long sendTo(SocketChannel socket) throws IOException {
    long before = standIn.remaining();
    while (standIn.hasRemaining()) {
      long from = start + standIn.position();
      int count = (int) file.transferTo(from, standIn.remaining(), socket);
      if (count <= 0) {
        requireMore(from);
        break;
      }
      standIn.position(standIn.position() + count);
    }
    return before - standIn.remaining();
  }

  /** Behind its end, a file gives as little as a socket takes that is full. */
  private void requireMore(long from) throws IOException {
    if (file.size() <= from) {
      throw new EOFException("the file became shorter while it was sent");
    }
  }
}
