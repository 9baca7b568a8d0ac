package io.blocktier.benchmarks.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/**
 * A connection that stays open, one request at a time; a server that ends it is connected to again.
 * Not thread-safe.
 */
public final class Wire implements AutoCloseable {

  private static final int BUFFER = 256 << 10;
  private static final int MAX_HEAD = 64 << 10;
  private static final int MAX_TEXT = 16 << 20;
  private static final int PATIENCE_MILLIS = 120_000;
  private static final byte[] NOTHING = {};

  private final URI server;
  private final byte[] buffer = new byte[BUFFER];
  private Socket socket;
  private int begin; // of what was received and is not looked at yet
  private int end;
  private boolean over; // the server has said that it closes

  /**
   * Connects.
   *
   * @param server where
   * @throws IOException if nobody is there
   */
  public Wire(URI server) throws IOException {
    this.server = server;
    this.socket = connect(server);
  }

  private static Socket connect(URI server) throws IOException {
    Socket connected = new Socket(server.getHost(), server.getPort());
    connected.setTcpNoDelay(true);
    connected.setSoTimeout(PATIENCE_MILLIS);
    return connected;
  }

  /**
   * Sends a request, and reads its answer to the end.
   *
   * @param head of the request
   * @param body of the request
   * @return how long the body of the answer was
   * @throws IOException if the answer is no success, or none comes
   */
  public long send(byte[] head, byte[] body) throws IOException {
    Sink none = new Sink(false);
    exchange(head, body, none);
    return none.length;
  }

  /**
   * Sends a request without a body, and reads its answer to the end.
   *
   * @param head of the request
   * @return how long the body of the answer was
   * @throws IOException if the answer is no success, or none comes
   */
  public long send(byte[] head) throws IOException {
    return send(head, NOTHING);
  }

  /**
   * Does the same, and keeps the body of the answer, of 16 MiB at most.
   *
   * @param head of the request
   * @param body of the request
   * @return the body of the answer
   * @throws IOException if the answer is no success, or too long, or none comes
   */
  public byte[] ask(byte[] head, byte[] body) throws IOException {
    Sink all = new Sink(true);
    exchange(head, body, all);
    return all.kept.toByteArray();
  }

  private void exchange(byte[] head, byte[] body, Sink sink) throws IOException {
    if (over) {
      socket.close();
      socket = connect(server);
      over = false;
    }
    OutputStream out = socket.getOutputStream();
    out.write(head);
    if (body.length > 0) {
      out.write(body);
    }
    begin = 0;
    end = 0;
    String answer = readHead().toLowerCase(Locale.ROOT);
    boolean good = answer.startsWith("http/1.1 2");
    Sink refusal = new Sink(true);
    receive(answer, good ? sink : refusal);
    if (!good) {
      throw new IOException(answer + refusal.kept.toString(UTF_8));
    }
    over = answer.contains("\r\nconnection: close");
  }

  private void receive(String answer, Sink sink) throws IOException {
    if (answer.contains("\r\ntransfer-encoding: chunked")) {
      chunks(sink);
    } else if (!answer.startsWith("http/1.1 204")) {
      take(length(answer), sink);
    }
  }

  private static long length(String answer) throws IOException {
    String name = "\r\ncontent-length:";
    int at = answer.indexOf(name);
    if (at < 0) {
      throw new IOException("an answer without a length: " + answer);
    }
    int from = at + name.length();
    return Long.parseLong(answer.substring(from, answer.indexOf("\r\n", from)).strip());
  }

  private String readHead() throws IOException {
    for (int searched = 0; ; searched = Math.max(0, end - 3)) {
      if (end >= MAX_HEAD) {
        throw new IOException("the head of an answer is longer than " + MAX_HEAD);
      }
      end += receive(end);
      for (int i = searched; i + 3 < end; i++) {
        if (buffer[i] == '\r' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
          begin = i + 4;
          return new String(buffer, 0, begin, ISO_8859_1);
        }
      }
    }
  }

  private void chunks(Sink sink) throws IOException {
    for (long size = chunk(); size > 0; size = chunk()) {
      take(size, sink);
      line();
    }
    while (!line().isEmpty()) {} // trailers
  }

  private long chunk() throws IOException {
    String size = line();
    int extension = size.indexOf(';');
    return Long.parseLong(extension < 0 ? size : size.substring(0, extension), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = one(); next != '\n'; next = one()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private int one() throws IOException {
    if (begin == end) {
      refill();
    }
    return buffer[begin++] & 0xff;
  }

  private void take(long length, Sink sink) throws IOException {
    for (long left = length; left > 0; ) {
      if (begin == end) {
        refill();
      }
      int count = (int) Math.min(left, end - begin);
      sink.take(buffer, begin, count);
      begin += count;
      left -= count;
    }
  }

  private void refill() throws IOException {
    begin = 0;
    end = receive(0);
  }

  private int receive(int offset) throws IOException {
    InputStream in = socket.getInputStream();
    int count = in.read(buffer, offset, buffer.length - offset);
    if (count < 0) {
      throw new EOFException("the server has closed the connection instead of an answer");
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Where the body of an answer goes. */
  private static final class Sink {
    private final boolean keeps;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private long length;

    Sink(boolean keeps) {
      this.keeps = keeps;
    }

    void take(byte[] bytes, int offset, int count) throws IOException {
      length += count;
      if (keeps) {
        if (length > MAX_TEXT) {
          throw new IOException("the body of an answer is longer than " + MAX_TEXT);
        }
        kept.write(bytes, offset, count);
      }
    }
  }
}
