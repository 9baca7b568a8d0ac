package io.blocktier.blockstore.s3.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** What comes in over a connection, through its buffer or past it. Not thread-safe. */
final class WireInput {

  private static final int SHORT_READ = 4 << 10;
  private static final int MOST_LINE_BYTES = 8 << 10;

  private final InputStream in;
  private final byte[] buffer;
  private int begin;
  private int end;

  WireInput(InputStream in, byte[] buffer) {
    this.in = in;
    this.buffer = buffer;
  }

  /** Tells whether the server has sent more than was asked for. */
  boolean hasLeftOver() throws IOException {
    return begin < end || in.available() > 0;
  }

  /**
   * Reads a head, up to the empty line behind it.
   *
   * @throws EOFException if the server hangs up instead
   * @throws IOException if it is none, or longer than the buffer
   */
  ResponseHead readHead() throws IOException {
    compact();
    int searched = begin;
    while (true) {
      int empty = emptyLine(searched);
      if (empty >= 0) {
        ResponseHead head = ResponseHead.parse(buffer, begin, empty);
        begin = empty + (buffer[empty] == '\n' ? 1 : 2);
        return head;
      }
      searched = Math.max(begin, end - 2);
      if (end == buffer.length) {
        throw new ProtocolException("the answer's head has more than " + end + " bytes");
      }
      fill("the server hung up instead of answering");
    }
  }

  /** Returns where an empty line begins, or -1. */
  private int emptyLine(int from) {
    for (int i = from; i < end - 1; i++) {
      if (buffer[i] == '\n') {
        if (buffer[i + 1] == '\n') {
          return i + 1;
        }
        if (i + 2 < end && buffer[i + 1] == '\r' && buffer[i + 2] == '\n') {
          return i + 1;
        }
      }
    }
    return -1;
  }

  /** Reads some bytes of a body; large pieces go past the buffer. Returns -1 at the end. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (begin == end) {
      if (length >= SHORT_READ) {
        return in.read(target, offset, length);
      }
      compact();
      int count = in.read(buffer, 0, buffer.length);
      if (count < 0) {
        return -1;
      }
      end = count;
    }
    int count = Math.min(length, end - begin);
    System.arraycopy(buffer, begin, target, offset, count);
    begin += count;
    return count;
  }

  /** Reads a line without its end. */
  String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (begin == end) {
        compact();
        fill("the body ended early");
      }
      char next = (char) (buffer[begin++] & 0xff);
      if (next == '\n') {
        return line.toString().strip();
      }
      if (line.length() == MOST_LINE_BYTES) {
        throw new ProtocolException("a line of the body's frame has no end");
      }
      line.append(next);
    }
  }

  private void compact() {
    if (begin > 0) {
      System.arraycopy(buffer, begin, buffer, 0, end - begin);
      end -= begin;
      begin = 0;
    }
  }

  private void fill(String otherwise) throws IOException {
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      throw new EOFException(otherwise);
    }
    end += count;
  }
}
