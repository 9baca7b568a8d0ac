package io.blocktier.blockstore.s3.server;

import io.blocktier.blockstore.s3.server.Fault.When;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An S3 server in this process, on a port of the loopback interface. Signatures are looked for, not
 * computed.
 */
public final class S3TestServer implements AutoCloseable {

  public static final String BUCKET = "bucket";

  private static final int MOST_TRIES = 200;
  private static final long PAUSE_NANOS = 10_000_000;

  private final Handlers handlers;
  private final FaultPlan faults = new FaultPlan();
  private final Traffic traffic = new Traffic();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final int port;
  private ServerSocket listener;
  private CountDownLatch up = new CountDownLatch(0);

  private S3TestServer(Traits traits) throws IOException {
    this.handlers = new Handlers(traits);
    handlers.create(BUCKET);
    this.listener = listen(0);
    this.port = listener.getLocalPort();
    accept(listener);
  }

  public static S3TestServer start(Traits traits) throws IOException {
    return new S3TestServer(traits);
  }

  public static S3TestServer start() throws IOException {
    return start(Traits.AMAZON);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public FaultPlan faults() {
    return faults;
  }

  public Traffic traffic() {
    return traffic;
  }

  /** Drops all objects, uploads and locks of the bucket. */
  public void empty() {
    handlers.create(BUCKET).clear();
  }

  /** Lets nobody delete an object any more. */
  public void lock(String key) {
    handlers.create(BUCKET).lock(key);
  }

  public int uploads() {
    Bucket bucket = handlers.create(BUCKET);
    synchronized (bucket) {
      return bucket.uploads().size();
    }
  }

  public boolean holds(String key) {
    Bucket bucket = handlers.create(BUCKET);
    synchronized (bucket) {
      return bucket.objects().containsKey(key);
    }
  }

  /**
   * Puts an object there without a request, such as one with a key that Blocktier would not use.
   */
  public void plant(String key, byte[] bytes) {
    Bucket bucket = handlers.create(BUCKET);
    synchronized (bucket) {
      String etag = Checks.md5(bytes);
      bucket.objects().put(key, StoredObject.of(bytes, etag, "", Map.of()));
    }
  }

  /** Kills the server: connections are reset, new ones refused. What is stored stays. */
  public synchronized void kill() throws IOException {
    up = new CountDownLatch(1);
    listener.close();
    for (Socket socket : sockets) {
      reset(socket);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException gone) {
      // it was closed at the same moment
    }
  }

  /** Starts a killed server again, on its port. */
  public synchronized void restart() throws IOException {
    listener = listenAgain();
    accept(listener);
    up.countDown();
  }

  /** Waits while the server is killed, for so long at most. */
  public void awaitUp(Duration most) throws InterruptedException {
    CountDownLatch latch;
    synchronized (this) {
      latch = up;
    }
    boolean ignored = latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The port may be taken for a moment by a client that tries to connect to it. */
  private ServerSocket listenAgain() throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return listen(port);
      } catch (BindException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  @Override
  public void close() throws IOException {
    kill();
    faults.clear();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    return listener;
  }

  private void accept(ServerSocket from) {
    Thread.ofVirtual().start(() -> acceptAll(from));
  }

  private void acceptAll(ServerSocket from) {
    try {
      while (true) {
        Socket socket = from.accept();
        sockets.add(socket);
        if (from.isClosed()) {
          reset(socket);
        }
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the server was killed
    }
  }

  private void serve(Socket socket) {
    traffic.opened();
    try (HttpConnection connection = new HttpConnection(socket, traffic)) {
      HttpConnection.Head head = connection.readHead();
      while (head != null) {
        answer(connection, head);
        head = connection.readHead();
      }
    } catch (IOException clientWentAway) {
      // as clients do
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(socket);
      traffic.closed();
    }
  }

  private void answer(HttpConnection connection, HttpConnection.Head head)
      throws IOException, InterruptedException {
    Request bare = Request.of(head.method(), head.target(), head.headers(), new byte[0]);
    S3Operation operation = operation(bare);
    Optional<Fault> fault = faults.take(operation);
    if (fault.isPresent() && fault.get() instanceof Fault.Deaf) {
      faults.stall();
    }
    Optional<Response> early = handlers.early(operation, bare);
    if (early.isPresent()) {
      connection.write(early.get(), false, Integer.MAX_VALUE);
      connection.close();
      return;
    }
    Misfortune misfortune = new Misfortune(connection, faults, head.method().equals("HEAD"));
    traffic.begun(operation);
    Response response;
    try {
      byte[] body = connection.readBody(head);
      traffic.request(operation, head.headers());
      Request request = Request.of(head.method(), head.target(), head.headers(), body);
      if (fault.isPresent() && misfortune.strikes(fault.get(), When.BEFORE_EFFECT)) {
        return;
      }
      response = handle(operation, request);
    } finally {
      traffic.ended(operation); // before the client, who has the answer, can send the next
    }
    if (fault.isEmpty() || !misfortune.strikes(fault.get(), When.AFTER_EFFECT)) {
      misfortune.deliver(fault, response);
    }
  }

  private static S3Operation operation(Request request) {
    try {
      return request.operation();
    } catch (Refused e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Response handle(S3Operation operation, Request request) {
    try {
      return handlers.handle(operation, request);
    } catch (Refused e) {
      return e.response();
    }
  }
}
