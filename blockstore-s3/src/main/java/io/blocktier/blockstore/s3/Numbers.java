package io.blocktier.blockstore.s3;

import java.util.OptionalLong;

/** Reads numbers that a server wrote. */
final class Numbers {

  private static final int MOST_DIGITS = 18;

  private Numbers() {}

  /** Returns the number that a text is, or empty if it is not one of at most 18 digits. */
  static OptionalLong parseLong(String text) {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MOST_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }
}
