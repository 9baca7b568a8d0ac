package io.blocktier.cache;

import io.blocktier.blockstore.spi.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets blocks travel between writers, not against them. As long as many write and little is at
 * risk, those that nobody waits for set out no more often than a store could hear of them that is
 * not in memory. A burst of writes gets the processors, and what is written more than once in it
 * travels once. Writers are counted by any thread; the rest is guarded by the flusher.
 */
final class Precedence {

  /** Fewer leave processors idle while the disk works. */
  static final int MANY_WRITERS = 8;

  /** Where this part of the cap is at risk, blocks travel as if nobody wrote. */
  static final int PART_OF_CAP = 4;

  /** How often blocks set out while many write: 5,000 times a second on average. */
  static final long GAP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** How long a time without one is made up for: writers come together, behind each force. */
  static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final AtRisk atRisk;
  private final AtomicInteger writers = new AtomicInteger();
  private long next;

  Precedence(AtRisk atRisk, Ticker ticker) {
    this.atRisk = atRisk;
    this.next = ticker.nanos();
  }

  /** Somebody writes, and has room. */
  void begin() {
    writers.incrementAndGet();
  }

  /** Somebody has written, and offers that next; or needs room, which blocks that travel make. */
  void end() {
    writers.decrementAndGet();
  }

  /** Tells whether blocks stay for now that nobody waits for. */
  boolean holdsBack(long now) {
    return next - now > 0
        && writers.get() >= MANY_WRITERS
        && atRisk.bytes() < atRisk.cap() / PART_OF_CAP;
  }

  /** Notes that a block sets out. */
  void setOut(long now) {
    long earliest = now - CATCH_UP_NANOS;
    next = (next - earliest > 0 ? next : earliest) + GAP_NANOS;
  }

  /** Returns when to look again, where nobody does who has written. */
  static long lookAgain(long now) {
    return now + CATCH_UP_NANOS;
  }
}
