package io.blocktier.gateway.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

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
