package io.blocktier.segments;

import java.util.Map;
import java.util.Optional;

/**
 * Two keys that one batch has changed. Whoever sees the one change has to see the other, or
 * something that was written to that key later.
 *
 * @param one a key
 * @param first which of its versions the batch made
 * @param other another key
 * @param second which of its versions the batch made
 */
record Together(KeyVersions one, int first, KeyVersions other, int second) {

  /**
   * Compares with what somebody saw at one moment.
   *
   * @param found values by key
   * @throws AssertionError if the batch is torn
   */
  void require(Map<String, String> found, String when) {
    require(one, first, other, second, found, when);
    require(other, second, one, first, found, when);
  }

  /** A value tells its version, a deletion does not. */
  private static void require(
      KeyVersions seen,
      int number,
      KeyVersions with,
      int least,
      Map<String, String> found,
      String when) {
    Optional<String> value = Optional.ofNullable(found.get(seen.key()));
    if (value.isPresent() && seen.isVersion(number, value.get())) {
      Optional<String> beside = Optional.ofNullable(found.get(with.key()));
      with.require(beside, least, when + ", beside version " + number + " of '" + seen.key() + "'");
    }
  }
}
