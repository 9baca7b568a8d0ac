package io.blocktier.gateway.figures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** A connection that costs the client next to nothing: what is measured is the server. */
final class Wire implements AutoCloseable {

  private static final int BUFFER = 256 << 10;
  private static final String LENGTH = "\r\ncontent-length:";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;

  Wire(URI server) throws IOException {
    this.socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /**
   * Sends a request, and reads its answer to the end.
   *
   * @param request head and body in one
   * @throws IOException if the answer is no success
   */
  void send(byte[] request) throws IOException {
    receive(request);
  }

  /** Does the same, and returns the answer's body, or the beginning of a long one. */
  String ask(byte[] request) throws IOException {
    int head = receive(request);
    return new String(buffer, head, filled - head, UTF_8);
  }

  /** Returns where the body begins in the buffer. */
  private int receive(byte[] request) throws IOException {
    out.write(request);
    filled = 0;
    int head = readHead();
    String text = new String(buffer, 0, head, ISO_8859_1);
    long beyond = length(text) - (buffer.length - head);
    while (filled - head < Math.min(length(text), buffer.length - head)) {
      fill(filled, buffer.length - filled);
    }
    if (!text.startsWith("HTTP/1.1 2")) {
      throw new IOException(text + new String(buffer, head, filled - head, UTF_8));
    }
    skip(beyond, head);
    return head;
  }

  private int readHead() throws IOException {
    for (int searched = 0; ; searched = Math.max(0, filled - 3)) {
      fill(filled, buffer.length - filled);
      for (int i = searched; i + 3 < filled; i++) {
        if (buffer[i] == '\r' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
          return i + 4;
        }
      }
    }
  }

  private static long length(String head) {
    int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    int start = at + LENGTH.length();
    return at < 0 ? 0 : Long.parseLong(head.substring(start, head.indexOf("\r\n", start)).strip());
  }

  private void skip(long bytes, int head) throws IOException {
    for (long left = bytes; left > 0; ) {
      int end = filled;
      left -= fill(head, (int) Math.min(left, buffer.length - head));
      filled = end;
    }
  }

  private int fill(int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count < 0) {
      throw new EOFException();
    }
    filled = offset + count;
    return count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
