package io.blocktier.gateway.fault;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which requests a fault strikes. Immutable and thread-safe.
 *
 * @param operations the names that S3 has for operations, such as {@code PutObject}; empty for all
 * @param keys {@code BUCKET/KEY}, in which each {@code *} stands for any characters; a request
 *     about a bucket has the bucket's name and a slash
 * @param probability how many of them it strikes, above 0 and up to 1
 * @param spared how many of them it spares first
 * @param most after how many of them that were not spared it is over, struck or not
 * @param fault what goes wrong
 */
public record FaultRule(
    Set<String> operations, String keys, double probability, long spared, long most, Fault fault) {

  /**
   * Checks the names and the numbers.
   *
   * @throws IllegalArgumentException if a name is none of {@link FaultyOperations#NAMES}, or a
   *     number is out of bounds
   */
  public FaultRule {
    operations = Set.copyOf(operations);
    if (!FaultyOperations.NAMES.containsAll(operations)) {
      throw new IllegalArgumentException("there is no such operation among " + operations);
    }
    if (!(probability > 0 && probability <= 1) || spared < 0 || most < 1) {
      throw new IllegalArgumentException(
          "a fault strikes with a probability above 0 and up to 1, spares 0 or more, and is over"
              + " after 1 or more");
    }
  }

  /**
   * A fault that strikes every time.
   *
   * @param operation the name that S3 has for the operation
   * @param fault what goes wrong
   * @return the rule, for all keys
   */
  public static FaultRule always(String operation, Fault fault) {
    return new FaultRule(Set.of(operation), "*", 1, 0, Long.MAX_VALUE, fault);
  }

  /**
   * Returns the same for some keys.
   *
   * @param pattern {@code BUCKET/KEY} with stars
   * @return the changed rule
   */
  public FaultRule onKeys(String pattern) {
    return new FaultRule(operations, pattern, probability, spared, most, fault);
  }

  /**
   * Returns the same with a probability.
   *
   * @param chance how many of the requests it strikes
   * @return the changed rule
   */
  public FaultRule withProbability(double chance) {
    return new FaultRule(operations, keys, chance, spared, most, fault);
  }

  /**
   * Returns the same for some requests in a row.
   *
   * @param first how many are spared first
   * @param then how many are struck
   * @return the changed rule
   */
  public FaultRule after(long first, long then) {
    return new FaultRule(operations, keys, probability, first, then, fault);
  }

  /**
   * Tells whether the rule is about a request.
   *
   * @param operation the name that S3 has for it
   * @param path its bucket, a slash, and its key
   * @return whether it is
   */
  public boolean concerns(String operation, String path) {
    return (operations.isEmpty() || operations.contains(operation))
        && (keys.equals("*") || Pattern.matches(expression(), path));
  }

  private String expression() {
    return Arrays.stream(keys.split("\\*", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining(".*", "(?s)", ""));
  }

  /** Says in one line what goes wrong, and with what. */
  @Override
  public String toString() {
    String of = operations.isEmpty() ? "everything" : String.join(", ", new TreeSet<>(operations));
    String over = most == Long.MAX_VALUE ? "" : ", over after " + most;
    return fault
        + " of "
        + of
        + " on "
        + keys
        + ", probability "
        + probability
        + (spared == 0 ? "" : ", spares " + spared)
        + over;
  }
}
