package io.blocktier.cache;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers, about, which blocks somebody has asked for lately, in a bit for each that is set by
 * the hash of its key. Others may share the bit, and what several threads note at a time may be
 * forgotten; both cost no more than a look at the wrong time. Thread-safe.
 */
final class Sightings {

  /** Few enough blocks share a bit, and few enough bytes are taken for all of them. */
  private static final int BITS_OF_A_BLOCK = 8;

  private static final int MIN_BITS = 1 << 10;
  private static final int MAX_BITS = 1 << 24;

  /** Spreads hashes over the upper bits: the golden ratio, as Fibonacci hashing uses it. */
  private static final int SPREAD = 0x9e3779b9;

  private final AtomicLongArray bits;
  private final int shift;
  private final int period;
  private final AtomicInteger seen = new AtomicInteger();

  /** Remembers about so many blocks. */
  Sightings(long blocks) {
    int count = Integer.highestOneBit(Math.clamp(blocks * BITS_OF_A_BLOCK, MIN_BITS, MAX_BITS));
    this.bits = new AtomicLongArray(count / Long.SIZE);
    this.shift = Integer.SIZE - Integer.numberOfTrailingZeros(count);
    this.period = count / BITS_OF_A_BLOCK;
  }

  /** Notes that somebody asks for a block; tells whether somebody did before, lately. */
  boolean isSeenAgain(int hash) {
    int bit = (hash * SPREAD) >>> shift;
    int word = bit / Long.SIZE;
    long mask = 1L << bit; // by the lower six bits
    long before = bits.getPlain(word);
    if ((before & mask) != 0) {
      return true;
    }
    bits.setPlain(word, before | mask);
    return false;
  }

  /** Counts a block that was not seen before; forgets all where these are as many as it holds. */
  boolean endsPeriod() {
    if (seen.incrementAndGet() != period) {
      return false;
    }
    for (int i = 0; i < bits.length(); i++) {
      bits.setPlain(i, 0);
    }
    seen.set(0);
    return true;
  }
}
