package io.blocktier.benchmarks.canned;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Answers the requests of one connection. */
final class Connection implements Runnable {

  private static final int BUFFER = 256 << 10;
  private static final byte[] ZEROS = new byte[1 << 20];
  private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

  private final Socket socket;
  private final Duration delay;
  private final Traffic traffic;
  private final byte[] buffer = new byte[BUFFER];
  private int begin;
  private int end;

  Connection(Socket socket, Duration delay, Traffic traffic) {
    this.socket = socket;
    this.delay = delay;
    this.traffic = traffic;
  }

  @Override
  public void run() {
    try (socket;
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      for (String head = readHead(in); !head.isEmpty(); head = readHead(in)) {
        answer(Request.parse(head), head.length(), in, out);
      }
    } catch (IOException gone) {
      return; // whoever was there is not any more, which is theirs to tell
    }
  }

  private void answer(Request request, int headLength, InputStream in, OutputStream out)
      throws IOException {
    if (request.waits()) {
      out.write(CONTINUE);
    }
    long received = headLength + (request.chunked() ? chunks(in) : take(request.length(), in));
    Reply reply = Reply.to(request, traffic);
    if (!request.path().equals(CannedMain.TRAFFIC)) {
      traffic.request(request.method());
      traffic.count(Traffic.Kind.RECEIVED, received);
      traffic.count(Traffic.Kind.SENT, reply.head().length + reply.zeros());
      pause();
    }
    out.write(reply.head());
    for (long left = reply.zeros(); left > 0; left -= ZEROS.length) {
      out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
    }
  }

  private void pause() {
    long until = System.nanoTime() + delay.toNanos();
    for (long left = delay.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Returns nothing where the client is done. */
  private String readHead(InputStream in) throws IOException {
    if (begin > 0) {
      System.arraycopy(buffer, begin, buffer, 0, end - begin);
      end -= begin;
      begin = 0;
    }
    for (int searched = 0; ; ) {
      for (int i = searched; i + 3 < end; i++) {
        if (buffer[i] == '\r' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
          begin = i + 4;
          return new String(buffer, 0, begin, ISO_8859_1);
        }
      }
      searched = Math.max(0, end - 3);
      int count = end == buffer.length ? -1 : in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        return "";
      }
      end += count;
    }
  }

  private long chunks(InputStream in) throws IOException {
    long all = 0;
    for (long size = chunk(in); size > 0; size = chunk(in)) {
      all += take(size, in);
      line(in);
    }
    while (!line(in).isEmpty()) {} // trailers
    return all;
  }

  private long chunk(InputStream in) throws IOException {
    return Long.parseLong(line(in).split(";", -1)[0], 16);
  }

  private String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (begin == end) {
        refill(in);
      }
      char next = (char) (buffer[begin++] & 0xff);
      if (next == '\n') {
        return line.toString().strip();
      }
      line.append(next);
    }
  }

  private long take(long length, InputStream in) throws IOException {
    for (long left = length; left > 0; ) {
      if (begin == end) {
        refill(in);
      }
      int count = (int) Math.min(left, end - begin);
      begin += count;
      left -= count;
    }
    return length;
  }

  private void refill(InputStream in) throws IOException {
    begin = 0;
    end = Math.max(0, in.read(buffer));
    if (end == 0) {
      throw new EOFException("the body of a request is cut off");
    }
  }
}
