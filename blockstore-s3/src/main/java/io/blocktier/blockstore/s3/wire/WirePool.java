package io.blocktier.blockstore.s3.wire;

import io.blocktier.blockstore.spi.Ticker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one server, kept open for as long as they are of use. The one that was used last
 * is used first, so that those too many grow old and are closed. A connection that breaks is not
 * replaced: whether to try again is for those who know what was asked.
 */
public final class WirePool implements Transport {

  /** A connection that was silent for less has hardly been closed by the server. */
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Origin origin;
  private final Limits limits;
  private final SSLSocketFactory tls;
  private final Ticker ticker;
  private final Alarm alarm;
  private final Semaphore free;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Wire> idle = new ArrayDeque<>();
  private final Set<Wire> leased = new HashSet<>();
  private boolean sweeps;
  private boolean closed;

  /**
   * Makes a pool without connections.
   *
   * @param origin the server
   * @param limits how many, and for how long
   * @param tls secures connections, where the server is spoken to over TLS
   * @param ticker elapsed time
   * @param alarm wakes whoever closes idle connections
   */
  public WirePool(Origin origin, Limits limits, SSLSocketFactory tls, Ticker ticker, Alarm alarm) {
    this.origin = origin;
    this.limits = limits;
    this.tls = tls;
    this.ticker = ticker;
    this.alarm = alarm;
    this.free = new Semaphore(limits.connections());
  }

  /**
   * The bounds of a pool. Immutable.
   *
   * @param connections the most at a time, at least 1
   * @param connecting how long connecting may take, and the wait for a free connection
   * @param idle how long an unused connection is kept
   */
  public record Limits(int connections, Duration connecting, Duration idle) {}

  @Override
  public Reply send(ObjectRequest request, @Nullable Payload payload, Watch watch)
      throws IOException {
    Wire wire = lease(watch);
    boolean answered = false;
    try {
      Reply reply = wire.exchange(request, payload, watch, this);
      answered = true;
      return reply;
    } finally {
      if (!answered) {
        giveBack(wire, Duration.ZERO);
      }
    }
  }

  private Wire lease(Watch watch) throws IOException {
    awaitTurn(watch);
    Wire wire = null;
    boolean leased = false;
    try {
      wire = takeFresh();
      watch.attach(wire);
      if (wire.isAborted()) {
        throw NoConnectionException.because("the time was over before anything was sent", null);
      }
      if (!wire.isConnected()) {
        connect(wire, watch);
      }
      leased = true;
      return wire;
    } finally {
      if (!leased) {
        giveUp(wire);
      }
    }
  }

  private void giveUp(@Nullable Wire wire) {
    try {
      if (wire != null) {
        discard(wire);
      }
    } finally {
      free.release();
    }
  }

  private void awaitTurn(Watch watch) throws NoConnectionException {
    Duration patience = patience(watch);
    try {
      if (free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw NoConnectionException.because("interrupted while waiting for a connection", e);
    }
    throw NoConnectionException.exhausted(
        "none of " + limits.connections() + " connections came free within " + patience);
  }

  private Duration patience(Watch watch) {
    return Duration.ofNanos(Math.min(limits.connecting().toNanos(), watch.nanosLeft()));
  }

  private Wire takeFresh() throws NoConnectionException {
    while (true) {
      Wire wire = take();
      if (!wire.isConnected() || isOfUse(wire)) {
        return wire;
      }
      discard(wire);
    }
  }

  private boolean isOfUse(Wire wire) {
    long now = ticker.nanos();
    if (now - wire.idleUntil() >= 0) {
      return false;
    }
    return now - wire.idleSince() < TRUSTED_NANOS ? wire.isQuiet() : !wire.isStale();
  }

  private Wire take() throws NoConnectionException {
    lock.lock();
    try {
      if (closed) {
        throw NoConnectionException.because("the connections are closed", null);
      }
      Wire newest = idle.pollLast();
      Wire wire = newest == null ? new Wire(origin) : newest;
      leased.add(wire);
      return wire;
    } finally {
      lock.unlock();
    }
  }

  private void connect(Wire wire, Watch watch) throws IOException {
    try {
      wire.connect(patience(watch), tls);
    } catch (ConnectException
        | NoRouteToHostException
        | UnknownHostException
        | SSLHandshakeException
        | NoConnectionException e) {
      throw e;
    } catch (IOException e) {
      throw NoConnectionException.because("connecting failed: " + e, e);
    }
  }

  /**
   * Ends a lease.
   *
   * @param keptFor how long the server keeps the connection; zero if it is of no more use
   */
  void giveBack(Wire wire, Duration keptFor) {
    try {
      if (!keptFor.isPositive() || !keep(wire, keptFor)) {
        discard(wire);
      }
    } finally {
      free.release();
    }
  }

  private boolean keep(Wire wire, Duration keptFor) {
    boolean begins;
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      leased.remove(wire);
      wire.idle(ticker.nanos(), keptFor);
      idle.addLast(wire);
      begins = !sweeps;
      sweeps = true;
    } finally {
      lock.unlock();
    }
    if (begins) {
      alarm.after(limits.idle(), this::sweep);
    }
    return true;
  }

  private void discard(Wire wire) {
    lock.lock();
    try {
      leased.remove(wire);
    } finally {
      lock.unlock();
    }
    wire.abort();
  }

  /** Closes what nobody has used for long, for as long as there is anything to look at. */
  private void sweep() {
    List<Wire> old = new ArrayList<>();
    Duration next = limits.idle();
    boolean goesOn;
    lock.lock();
    try {
      long now = ticker.nanos();
      while (!idle.isEmpty() && now - idle.getFirst().idleSince() >= limits.idle().toNanos()) {
        old.add(idle.removeFirst());
      }
      goesOn = !idle.isEmpty();
      sweeps = goesOn;
      if (goesOn) {
        next = next.minusNanos(now - idle.getFirst().idleSince());
      }
    } finally {
      lock.unlock();
    }
    old.forEach(Wire::abort);
    if (goesOn) {
      alarm.after(next, this::sweep);
    }
  }

  @Override
  public void close() {
    List<Wire> all = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      all.addAll(idle);
      all.addAll(leased);
      idle.clear();
      leased.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(Wire::abort);
  }
}
