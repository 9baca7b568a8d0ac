package io.blocktier.blockstore.layer;

import java.time.Duration;

/** Checks the bounds that policies name. */
final class Bounds {

  private Bounds() {}

  static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("the " + name + " is negative: " + value);
    }
  }

  static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("the " + name + " is not positive: " + value);
    }
  }

  static void requireWithin(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "the " + name + " is " + value + ", not within " + least + " and " + most);
    }
  }
}
