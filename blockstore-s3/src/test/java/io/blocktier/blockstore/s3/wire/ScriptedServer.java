package io.blocktier.blockstore.s3.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server that answers with what it was told to, byte for byte, and notes what it is sent. */
final class ScriptedServer implements AutoCloseable {

  /** In an answer: the connection is closed behind it. */
  static final String CLOSE = "<close>";

  /** In an answer: nothing is said until the client hangs up. */
  static final String SILENCE = "<silence>";

  /** Before an answer: it is given without reading the body, and the connection is closed. */
  static final String EARLY = "<early>";

  private final ServerSocket listener;
  private final String scheme;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final CountDownLatch silent = new CountDownLatch(1);

  ScriptedServer(ServerSocketFactory factory, String scheme) throws IOException {
    this.listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.scheme = scheme;
    threads.execute(this::accept);
  }

  static ScriptedServer plain() throws IOException {
    return new ScriptedServer(ServerSocketFactory.getDefault(), "http");
  }

  URI url(String host) {
    return URI.create(scheme + "://" + host + ":" + listener.getLocalPort());
  }

  /** Queues the answer to one request. */
  ScriptedServer answers(String answer) {
    answers.add(answer);
    return this;
  }

  /** Heads and bodies, as they came. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  int accepted() {
    return accepted.get();
  }

  void awaitSilence() throws InterruptedException {
    if (!silent.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no request came that is not answered");
    }
  }

  /** Waits until no connection is open. */
  void awaitAlone() throws InterruptedException {
    synchronized (sockets) {
      while (!sockets.isEmpty()) {
        sockets.wait(60_000);
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        accepted.incrementAndGet();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // as it is in the end
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        boolean waits = head.contains("expect: 100-continue");
        String answer = answers.poll(60, TimeUnit.SECONDS);
        if (waits && answer.startsWith("HTTP/1.1 100")) {
          int end = answer.indexOf("\r\n\r\n") + 4;
          say(socket, answer.substring(0, end));
          answer = answer.substring(end);
          waits = false;
        }
        if (answer.startsWith(EARLY)) {
          say(socket, answer.substring(EARLY.length()));
          return;
        }
        requests.add(waits ? head : head + body(head, in));
        if (answer.equals(SILENCE)) {
          silent.countDown();
          head(in);
          return;
        }
        say(socket, answer.replace(CLOSE, ""));
        if (answer.endsWith(CLOSE)) {
          return;
        }
      }
    } catch (IOException gone) {
      // as clients go
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (sockets) {
        sockets.remove(socket);
        sockets.notifyAll();
      }
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static String body(String head, InputStream in) throws IOException {
    String name = "\r\ncontent-length: ";
    int at = head.indexOf(name);
    if (at < 0) {
      return "";
    }
    int from = at + name.length();
    int length = Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)));
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
