package io.blocktier.gateway.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which the head of a request has to come in time, the handshake of TLS before the
 * first one included. Whoever sends a byte behind that time is cut off; whoever sends none is when
 * the connection was silent for too long. So a client that trickles holds a connection no longer
 * than both times together.
 *
 * <p>Bytes are read by one thread at a time, and never between the head and the end of an answer
 * but for the request's body: Jetty hands the connection over, and the fields with it.
 */
final class TimedEndPoint extends SocketChannelEndPoint {

  private final HeadDeadline deadline;
  private volatile boolean requestUnderWay;
  private volatile boolean headBegun;
  private volatile long headStart;
  private volatile @Nullable FilePiece piece;

  TimedEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      HeadDeadline deadline) {
    super(channel, selector, key, scheduler);
    this.deadline = deadline;
  }

  /** Returns the connection beneath what encrypts it. */
  static TimedEndPoint beneath(EndPoint endPoint) {
    EndPoint lowest = endPoint;
    while (lowest instanceof EndPoint.Wrapper wrapper) {
      lowest = wrapper.unwrap();
    }
    return (TimedEndPoint) lowest;
  }

  /** The head is here. */
  void requestBegins() {
    requestUnderWay = true;
  }

  /** The next byte is the first one of another head. */
  void requestEnds() {
    headBegun = false;
    requestUnderWay = false;
  }

  /**
   * The next answer has the bytes of a file where a buffer stands for them. It does so for good:
   * whoever writes on when an answer has failed must not send the buffer.
   */
  void expect(FilePiece next) {
    piece = next;
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    FilePiece expected = piece;
    if (expected == null) {
      return super.flush(buffers);
    }
    int at = expected.indexIn(buffers);
    return at < 0 ? super.flush(buffers) : flush(expected, at, buffers);
  }

  private boolean flush(FilePiece file, int at, ByteBuffer[] buffers) throws IOException {
    if (at > 0 && !super.flush(Arrays.copyOf(buffers, at))) {
      return false;
    }
    try {
      if (file.sendTo(getChannel()) > 0) {
        notIdle();
      }
    } catch (IOException e) {
      throw new EofException(e);
    }
    if (file.standIn().hasRemaining()) {
      return false;
    }
    int rest = at + 1;
    return rest == buffers.length || super.flush(Arrays.copyOfRange(buffers, rest, buffers.length));
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int filled = super.fill(buffer);
    if (filled <= 0 || requestUnderWay) {
      return filled;
    }
    long now = deadline.ticker().nanos();
    if (!headBegun) {
      headBegun = true;
      headStart = now;
    } else if (now - headStart > deadline.bound().toNanos()) {
      deadline.log().cutOff(getRemoteSocketAddress(), Duration.ofNanos(now - headStart));
      close();
      return -1;
    }
    return filled;
  }
}
