package io.blocktier.blockstore.s3.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.Abortable;

/**
 * One connection, over which one request goes at a time. Aborted by any thread, used by one.
 *
 * <p>Reads have no time limit of their own: whoever watches the call closes the connection, which
 * wakes the thread that waits on it.
 */
final class Wire implements Abortable {

  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

  /** Heads, small bodies, and the pieces of large ones that cannot go past it. */
  private static final int OUT_BYTES = 64 << 10;

  /** The longest head of an answer. */
  private static final int IN_BYTES = 32 << 10;

  /** How long a server may take to ask for the body that it was told of. */
  private static final int CONTINUE_MILLIS = 3000;

  /** How long the answer may take of a server that has hung up: it is there already, or nowhere. */
  private static final int LAST_WORDS_MILLIS = 1000;

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
  private long idleUntil;

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
      sendHead(out);
      early = awaitContinue(input);
    }
    if (early == null) {
      early = sendBody(payload, out, input);
    }
    ResponseHead head = early == null ? finalHead(input) : early;
    WireBody body = WireBody.of(input, head, request.verb());
    // Who refuses a body may not have read it, and would take the rest for the next request.
    boolean mayStay = early == null && (payload == null || head.isSuccessful());
    return new WireReply(this, pool, watch, head, body, mayStay && head.keepsAlive());
  }

  private static void sendHead(WireOutput out) throws IOException {
    try {
      out.flush();
    } catch (WireOutput.BrokenException broken) {
      throw broken.reason();
    }
  }

  /** Returns why the server does not want to have the rest, or null if it has everything. */
  private @Nullable ResponseHead sendBody(
      @Nullable Payload payload, WireOutput out, WireInput input) throws IOException {
    try {
      if (payload != null) {
        payload.writeTo(out);
      }
      out.flush();
      return null;
    } catch (WireOutput.BrokenException broken) {
      ResponseHead refusal = refusal(input);
      if (refusal == null) {
        throw broken.reason();
      }
      return refusal;
    }
  }

  /** What a server says that hangs up while it is still being written to, if anything. */
  private @Nullable ResponseHead refusal(WireInput input) {
    try {
      open().setSoTimeout(LAST_WORDS_MILLIS);
      ResponseHead head = finalHead(input);
      open().setSoTimeout(0);
      return head.isSuccessful() ? null : head;
    } catch (IOException silent) {
      return null;
    }
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
      if (head.isSuccessful()) {
        throw new ProtocolException("the server granted what it has not been sent");
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
      return body.isOver() && !hasSpoken();
    } catch (IOException broken) {
      return false;
    }
  }

  /** Tells whether the server has said something that nobody asked for. */
  private boolean hasSpoken() throws IOException {
    return input().hasLeftOver() || (origin.tls() && beneath().getInputStream().available() > 0);
  }

  /** Of what is beneath TLS, whose own stream knows of the record that it is reading alone. */
  private synchronized Socket beneath() throws IOException {
    Socket connected = plain;
    if (connected == null) {
      throw new IOException("not connected");
    }
    return connected;
  }

  /** Tells whether a connection that was used a moment ago is as it was left. */
  boolean isQuiet() {
    try {
      return !hasSpoken();
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

  /** Notes that nobody uses it, and how long the server will keep it. */
  void idle(long nanos, Duration kept) {
    idleSince = nanos;
    idleUntil = nanos + kept.toNanos();
  }

  long idleUntil() {
    return idleUntil;
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
        LOG.debug("a connection to {} cannot be closed", origin, e);
      }
    }
  }
}
