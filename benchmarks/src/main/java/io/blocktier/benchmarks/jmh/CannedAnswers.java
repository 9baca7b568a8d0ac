package io.blocktier.benchmarks.jmh;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server that understands no more of a request than where it ends, and answers the same to each
 * GET, and the same to each PUT: what is left is the client.
 */
final class CannedAnswers implements AutoCloseable {

  private static final int BACKLOG = 64;
  private static final String ETAG = "\"0123456789abcdef0123456789abcdef\"";

  private final ServerSocket socket;
  private final byte[] found;
  private final byte[] stored;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  CannedAnswers(byte[] block) throws IOException {
    this.socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    byte[] head = head(block.length);
    this.found = new byte[head.length + block.length];
    System.arraycopy(head, 0, found, 0, head.length);
    System.arraycopy(block, 0, found, head.length, block.length);
    this.stored = head(0);
    Thread.ofVirtual().start(this::accept);
  }

  private static byte[] head(int length) {
    return String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "ETag: " + ETAG,
            "Last-Modified: Mon, 04 May 2026 03:02:01 GMT",
            "x-amz-request-id: 1",
            "Content-Length: " + length,
            "",
            "")
        .getBytes(StandardCharsets.US_ASCII);
  }

  String endpoint() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        Thread.ofVirtual().start(() -> answer(client));
      }
    } catch (IOException e) {
      // closed, which is how it ends
    }
  }

  private void answer(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream(), 64 << 10);
      OutputStream out = client.getOutputStream();
      while (true) {
        String first = line(in);
        in.skipNBytes(length(in));
        out.write(first.startsWith("GET") ? found : stored);
        out.flush();
      }
    } catch (IOException e) {
      open.remove(client); // the client has hung up
    }
  }

  /** Reads the rest of a head, and returns how long the body is. */
  private static long length(InputStream in) throws IOException {
    long length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return length;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
