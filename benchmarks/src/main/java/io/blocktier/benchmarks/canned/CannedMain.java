package io.blocktier.benchmarks.canned;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * The process of the server: takes whatever is put, and answers a GET of {@code BUCKET/size-N/NAME}
 * with N zeros.
 */
public final class CannedMain {

  /** Where it tells what it has counted, which is not counted. */
  public static final String TRAFFIC = "/--traffic";

  private static final int BACKLOG = 1024;

  private CannedMain() {}

  /**
   * Serves until it is killed; its first line is its port.
   *
   * @param args how many milliseconds later than it could it answers
   * @throws IOException if it cannot listen
   */
  public static void main(String[] args) throws IOException {
    Duration delay = Duration.ofMillis(Long.parseLong(args[0]));
    Traffic traffic = new Traffic();
    try (ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
      System.out.println(server.getLocalPort());
      System.out.flush();
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(new Connection(socket, delay, traffic));
      }
    }
  }
}
