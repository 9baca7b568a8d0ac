package io.blocktier.blockstore.spi;

/** Measures elapsed time, unaffected by clock changes. Thread-safe. */
@FunctionalInterface
public interface Ticker {

  /**
   * Reads the ticker; only differences mean anything.
   *
   * @return nanoseconds from an arbitrary origin
   */
  long nanos();
}
