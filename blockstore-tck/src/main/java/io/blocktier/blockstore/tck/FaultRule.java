package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.Operation;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One line of a {@link FaultPlan}. Immutable and thread-safe.
 *
 * <p>A batch delete is one call without a key. A rule for {@link Operation#DELETE_ALL} or {@link
 * Operation#DELETE_BY_PREFIX} whose pattern does not match the empty text picks single keys of the
 * batch instead: they fail alone, and the report says so.
 *
 * @param kind what goes wrong
 * @param operations with which calls
 * @param keys with which keys; calls that are not about one key match only a pattern that matches
 *     the empty text
 * @param percent with how many of a hundred such calls, 0 to 100
 * @param nth with which of the calls that the rule covers, counted from 1, or 0 for any of them
 * @param delay how long {@link FaultKind#DELAYED} takes, and how long {@link FaultKind#THROTTLED}
 *     asks to wait
 */
public record FaultRule(
    FaultKind kind, Set<Operation> operations, Pattern keys, int percent, int nth, Duration delay) {

  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

  /**
   * Checks the numbers and copies the operations.
   *
   * @throws IllegalArgumentException if the percentage is out of bounds, or the place or the delay
   *     negative
   */
  public FaultRule {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(percent + " of a hundred calls cannot fail");
    }
    if (nth < 0) {
      throw new IllegalArgumentException("there is no call number " + nth);
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a call cannot take " + delay);
    }
    operations = Set.copyOf(operations);
  }

  /**
   * Returns a rule for calls on any key.
   *
   * @param kind what goes wrong
   * @param percent with how many of a hundred calls
   * @param operations with which calls
   * @return the rule, with no delay
   */
  public static FaultRule of(FaultKind kind, int percent, Operation... operations) {
    return new FaultRule(kind, Set.of(operations), ANY, percent, 0, Duration.ZERO);
  }

  /**
   * Returns this rule for some keys.
   *
   * @param pattern matches the whole key
   * @return the changed rule
   */
  public FaultRule onKeys(String pattern) {
    return new FaultRule(
        kind, operations, Pattern.compile(pattern, Pattern.DOTALL), percent, nth, delay);
  }

  /**
   * Returns this rule for one call only.
   *
   * @param place which of the calls that the rule covers, counted from 1
   * @return the changed rule
   */
  public FaultRule onCall(int place) {
    return new FaultRule(kind, operations, keys, percent, place, delay);
  }

  /**
   * Returns this rule with a delay.
   *
   * @param duration how long
   * @return the changed rule
   */
  public FaultRule taking(Duration duration) {
    return new FaultRule(kind, operations, keys, percent, nth, duration);
  }

  boolean covers(Operation operation, String key) {
    return operations.contains(operation) && keys.matcher(key).matches();
  }

  /** Whether the rule picks keys out of a batch, rather than failing the batch. */
  boolean picksKeys(Operation operation) {
    return operations.contains(operation) && !keys.matcher("").matches();
  }
}
