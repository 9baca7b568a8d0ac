package io.blocktier.blockstore.s3.server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One connection of a client: HTTP/1.1 without pipelining. */
final class HttpConnection implements AutoCloseable {

  /** The head of a request, before its body. */
  record Head(String method, String target, Map<String, String> headers) {

    int length() {
      return Integer.parseInt(headers.getOrDefault("content-length", "0"));
    }
  }

  private final Socket socket;
  private final Traffic traffic;
  private final InputStream in;
  private final OutputStream out;

  HttpConnection(Socket socket, Traffic traffic) throws IOException {
    this.socket = socket;
    this.traffic = traffic;
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 64 << 10);
  }

  /** Reads the next head, or null if the client is done. */
  Head readHead() throws IOException {
    String line = readLine();
    if (line == null) {
      return null;
    }
    String[] words = line.split(" ", 3);
    Map<String, String> headers = new HashMap<>();
    for (String header = readLine(); header != null && !header.isEmpty(); header = readLine()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    return new Head(words[0], words[1], headers);
  }

  byte[] readBody(Head head) throws IOException {
    if (head.headers().containsKey("expect")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
    byte[] body = in.readNBytes(head.length());
    traffic.received(body.length);
    if (body.length < head.length()) {
      throw new EOFException("the client went away");
    }
    return body;
  }

  /** Writes an answer; of its body only the first bytes where it is to be truncated. */
  void write(Response response, boolean headOnly, int most) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " Answer\r\n");
    response.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("x-amz-request-id: TEST0001\r\n");
    if (response.status() != 204) {
      head.append("Content-Length: " + response.body().length + "\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    if (!headOnly) {
      int count = Math.min(most, response.body().length);
      traffic.sent(count); // first, for whoever has the bytes may ask how many there were
      out.write(response.body(), 0, count);
    }
    out.flush();
  }

  void drip(Response response, int pauseMillis) throws IOException, InterruptedException {
    write(response, true, 0);
    for (byte b : response.body()) {
      out.write(b);
      out.flush();
      Thread.sleep(pauseMillis);
    }
  }

  /** Closes so that the client sees a reset, not an end. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    while (c != '\n') {
      if (c < 0) {
        throw new EOFException("the client went away");
      }
      line.append((char) c);
      c = in.read();
    }
    line.setLength(Math.max(0, line.length() - 1));
    return line.toString();
  }
}
