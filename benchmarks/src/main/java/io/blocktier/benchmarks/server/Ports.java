package io.blocktier.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/** Addresses of this machine that nobody else reaches. */
final class Ports {

  private static final int ATTEMPTS = 100;
  private static final int MAX_PORT = 65_535;
  private static final int PATIENCE_MILLIS = 1000;

  private Ports() {}

  /** Returns a port that is free together with the one after it. */
  static int free() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int next = first.getLocalPort() + 1;
        if (next <= MAX_PORT && isFree(next)) {
          return first.getLocalPort();
        }
      }
    }
    throw new IOException("no two ports in a row are free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  static URI uri(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Tells whether somebody listens. */
  static Optional<URI> listening(URI uri) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MILLIS);
      return Optional.of(uri);
    } catch (IOException nobody) {
      return Optional.empty();
    }
  }
}
