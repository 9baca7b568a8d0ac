package io.blocktier.blockstore.s3.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;

/**
 * One connection, over which one request goes at a time. Aborted by any thread, used by one.
 *
 * <p>Reads have no time limit of their own: whoever watches the call closes the connection, which
 * wakes the thread that waits on it.
 */
final class Wire implements Abortable {

  /** Heads, small bodies, and the pieces of large ones that cannot go past it. */
  private static final int OUT_BYTES = 64 << 10;

  /** The longest head of an answer. */
  private static final int IN_BYTES = 32 << 10;

  /** How long a server may take to ask for the body that it was told of. */
  private static final int CONTINUE_MILLIS = 3000;

  /** What is left of an answer is read where it is no longer than this. */
  private static final int DRAINED_BYTES = 16 << 10;

  private static final int STALE_MILLIS = 1;
  private static final int CONTINUE = 100;
  private static final int FINAL = 200;

  private final Origin origin;
  private final byte[] outBuffer = new byte[OUT_BYTES];
  private @Nullable Socket plain; // guarded by this
  private boolean aborted; // guarded by this
  private @Nullable Socket socket;
  private @Nullable WireInput in;
  private long idleSince;

  Wire(Origin origin) {
    this.origin = origin;
  }

  /** Connects to the first address of the server that takes the connection. */
  void connect(Duration patience, SSLSocketFactory tls) throws IOException {
    Socket connected = connected(patience);
    socket = origin.tls() ? secured(connected, patience, tls) : connected;
    in = new WireInput(socket.getInputStream(), new byte[IN_BYTES]);
  }

  private Socket connected(Duration patience) throws IOException {
    IOException failure = null;
    for (InetAddress address : InetAddress.getAllByName(origin.host())) {
      Socket fresh = opened();
      try {
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
        fresh.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        fresh.connect(new InetSocketAddress(address, origin.port()), millis(patience));
        return fresh;
      } catch (IOException e) {
        fresh.close();
        failure = later(failure, e);
      }
    }
    throw failure == null ? new IOException("the server has no address") : failure;
  }

  private static IOException later(@Nullable IOException first, IOException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  /** The abort of a connection that is only being made ends that, and all further attempts. */
  private synchronized Socket opened() throws IOException {
    if (aborted) {
      throw NoConnectionException.because("the time was over while connecting", null);
    }
    Socket fresh = new Socket();
    plain = fresh;
    return fresh;
  }

  private Socket secured(Socket connected, Duration patience, SSLSocketFactory tls)
      throws IOException {
    SSLSocket secured = (SSLSocket) tls.createSocket(connected, origin.host(), origin.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.setSoTimeout(millis(patience));
    secured.startHandshake();
    secured.setSoTimeout(0);
    return secured;
  }

  /**
   * Sends a request and reads the head of its answer.
   *
   * @return the answer, whose body is still to come
   */
  WireReply exchange(ObjectRequest request, @Nullable Payload payload, Watch watch, WirePool pool)
      throws IOException {
    WireInput input = input();
    WireOutput out = new WireOutput(open().getOutputStream(), outBuffer, watch);
    out.write(request.bytes());
    ResponseHead early = null;
    if (payload != null && request.header("expect").isPresent()) {
      out.flush();
      early = awaitContinue(input);
    }
    if (payload != null && early == null) {
      payload.writeTo(out);
    }
    out.flush();
    ResponseHead head = early == null ? finalHead(input) : early;
    WireBody body = WireBody.of(input, head, request.verb());
    return new WireReply(this, pool, watch, head, body, early == null && head.keepsAlive());
  }

  /** Returns what the server says instead of asking for the body, or null where it asks. */
  private @Nullable ResponseHead awaitContinue(WireInput input) throws IOException {
    Socket connected = open();
    connected.setSoTimeout(CONTINUE_MILLIS);
    try {
      ResponseHead head = input.readHead();
      while (head.status() > CONTINUE && head.status() < FINAL) {
        head = input.readHead();
      }
      return head.status() == CONTINUE ? null : head;
    } catch (SocketTimeoutException unasked) {
      return null;
    } finally {
      connected.setSoTimeout(0);
    }
  }

  private static ResponseHead finalHead(WireInput input) throws IOException {
    ResponseHead head = input.readHead();
    while (head.status() < FINAL) {
      head = input.readHead();
    }
    return head;
  }

  /** Tells whether another request can follow, having read what little is left of an answer. */
  boolean isReusable(WireBody body, boolean whole) {
    try {
      if (whole && body.mayEndWithin(DRAINED_BYTES)) {
        int left = body.readNBytes(DRAINED_BYTES).length;
        assert left <= DRAINED_BYTES : "no more was asked for";
      }
      return body.isOver() && !input().hasLeftOver();
    } catch (IOException broken) {
      return false;
    }
  }

  /** Tells whether the server has hung up, or has said something that nobody asked for. */
  boolean isStale() {
    try {
      Socket connected = open();
      connected.setSoTimeout(STALE_MILLIS);
      int unasked = connected.getInputStream().read();
      assert unasked >= -1 : "a stream has bytes, and an end";
      return true;
    } catch (SocketTimeoutException silent) {
      return !listens();
    } catch (IOException broken) {
      return true;
    }
  }

  private boolean listens() {
    try {
      open().setSoTimeout(0);
      return true;
    } catch (IOException broken) {
      return false;
    }
  }

  synchronized boolean isAborted() {
    return aborted;
  }

  boolean isConnected() {
    return socket != null;
  }

  void idleSince(long nanos) {
    idleSince = nanos;
  }

  long idleSince() {
    return idleSince;
  }

  private static int millis(Duration patience) {
    return Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE);
  }

  private Socket open() throws IOException {
    Socket connected = socket;
    if (connected == null) {
      throw new IOException("not connected");
    }
    return connected;
  }

  private WireInput input() throws IOException {
    WireInput input = in;
    if (input == null) {
      throw new IOException("not connected");
    }
    return input;
  }

  /** Closes what is beneath TLS, too, whose own farewell may wait for the server. */
  @Override
  public void abort() {
    Socket connected;
    synchronized (this) {
      aborted = true;
      connected = plain;
    }
    if (connected != null) {
      try {
        connected.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a connection cannot be closed", e);
      }
    }
  }
}
