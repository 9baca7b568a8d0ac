package io.blocktier.segments.manifest;

import io.blocktier.blockstore.BlockStoreException;

/** Finds the end of a chain whose numbers have no gaps. */
final class Numbers {

  private Numbers() {}

  /** Looks at a number. */
  @FunctionalInterface
  interface Probe<X extends Exception> {
    boolean holds(long number) throws BlockStoreException, X;
  }

  /**
   * Returns the last number that exists, by about twice the logarithm of the distance in probes.
   * One probe tells that there is nothing new.
   *
   * @param known a number that exists, or the one before the first
   */
  static <X extends Exception> long newest(long known, Probe<X> exists)
      throws BlockStoreException, X {
    long found = known;
    long step = 1;
    while (exists.holds(found + step)) {
      found += step;
      step *= 2;
    }
    return last(found, found + step, exists);
  }

  /**
   * Returns the last number for which something holds that holds for all before it.
   *
   * @param low it holds for this number
   * @param high it does not hold for this number
   */
  static <X extends Exception> long last(long low, long high, Probe<X> holds)
      throws BlockStoreException, X {
    long found = low;
    long missing = high;
    while (missing - found > 1) {
      long middle = found + (missing - found) / 2;
      if (holds.holds(middle)) {
        found = middle;
      } else {
        missing = middle;
      }
    }
    return found;
  }
}
