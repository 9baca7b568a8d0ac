package io.blocktier.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures the memory of a gateway while many clients send it large objects at a time. Run by hand:
 * {@code java … io.blocktier.gateway.LargePutFigures CONNECTIONS MEBIBYTES DIRECTORY}, where the
 * directory {@value LargePutServer#NOWHERE} stands for a store that keeps nothing.
 */
final class LargePutFigures {

  private static final byte[] PIECE = new byte[1 << 20];
  private static final int TIMEOUT_MILLIS = 300_000;

  /** 48 MiB of buffers for bodies, and up to 384 KiB for the digests of each of 200. */
  private static final int HEAP_MEBIBYTES = 192;

  private LargePutFigures() {}

  /**
   * What was measured.
   *
   * @param residentBytes the most that the process had in memory
   * @param heapBytes the most that the pools of its heap held, each at its own time
   * @param directBytes what it holds beside the heap for the network and files
   * @param seconds how long all objects took
   */
  record Result(long residentBytes, long heapBytes, long directBytes, double seconds) {}

  public static void main(String[] args) throws Exception {
    int connections = Integer.parseInt(args[0]);
    long bytes = Long.parseLong(args[1]) << 20;
    Result result = run(connections, bytes, args[2]);
    System.out.printf(
        Locale.ROOT,
        "%d connections of %d MiB each: %d MiB resident, %d MiB of heap, %d MiB beside it at most;"
            + " %.0f s, %.0f MiB/s%n",
        connections,
        bytes >> 20,
        result.residentBytes() >> 20,
        result.heapBytes() >> 20,
        result.directBytes() >> 20,
        result.seconds(),
        connections * (bytes >> 20) / result.seconds());
  }

  /** Sends an object of a size on each of so many connections. */
  static Result run(int connections, long bytes, String where) throws Exception {
    Process server = start(where);
    try (BufferedReader said = server.inputReader(StandardCharsets.US_ASCII);
        OutputStream asked = server.getOutputStream();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = Integer.parseInt(said.readLine());
      requireOk(send(port, "/bucket", 0));
      long start = System.nanoTime();
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        String path = "/bucket/object-" + i;
        answers.add(clients.submit(() -> send(port, path, bytes)));
      }
      for (Future<String> answer : answers) {
        requireOk(answer.get());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      asked.write('\n');
      asked.flush();
      long[] told = Arrays.stream(said.readLine().split(" ")).mapToLong(Long::parseLong).toArray();
      return new Result(told[0], told[1], told[2], seconds);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static Process start(String where) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP_MEBIBYTES + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:MaxDirectMemorySize=64m",
            "-cp",
            System.getProperty("java.class.path"),
            LargePutServer.class.getName(),
            where)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void requireOk(String status) {
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new AssertionError(status);
    }
  }

  private static String send(int port, String path, long bytes) throws IOException {
    String head =
        "PUT %s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(path, bytes);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (long left = bytes; left > 0; left -= PIECE.length) {
        out.write(PIECE, 0, (int) Math.min(left, PIECE.length));
      }
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
