package io.blocktier.blockstore.tck;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One line of {@link DiskFaults}. Immutable and thread-safe.
 *
 * @param kind what goes wrong
 * @param operations with which calls
 * @param names with files and directories whose last name element matches; a rename goes by the old
 *     name, an open file by the name it was opened under
 * @param percent with how many of a hundred such calls, 0 to 100
 * @param nth with which of the calls that the rule covers, counted from 1, or 0 for any of them
 * @param delay how long {@link DiskFaultKind#SLOW} takes
 */
public record DiskFaultRule(
    DiskFaultKind kind,
    Set<DiskOperation> operations,
    Pattern names,
    int percent,
    int nth,
    Duration delay) {

  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
  private static final Set<DiskOperation> IGNORABLE =
      EnumSet.of(DiskOperation.FORCE, DiskOperation.FORCE_DIRECTORY);

  /**
   * Checks the numbers and copies the operations.
   *
   * @throws IllegalArgumentException if the percentage is out of bounds, the place or the delay
   *     negative, or anything else than a force shall be ignored
   */
  public DiskFaultRule {
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
    if (kind == DiskFaultKind.IGNORED && !IGNORABLE.containsAll(operations)) {
      throw new IllegalArgumentException("not all can be ignored of " + operations);
    }
  }

  /**
   * Returns a rule for any file or directory.
   *
   * @param kind what goes wrong
   * @param percent with how many of a hundred calls
   * @param operations with which calls
   * @return the rule, with no delay
   */
  public static DiskFaultRule of(DiskFaultKind kind, int percent, DiskOperation... operations) {
    return new DiskFaultRule(kind, Set.of(operations), ANY, percent, 0, Duration.ZERO);
  }

  /**
   * Returns this rule for some files or directories.
   *
   * @param pattern matches the whole last element of the name
   * @return the changed rule
   */
  public DiskFaultRule onNames(String pattern) {
    return new DiskFaultRule(kind, operations, Pattern.compile(pattern), percent, nth, delay);
  }

  /**
   * Returns this rule for one call only.
   *
   * @param place which of the calls that the rule covers, counted from 1
   * @return the changed rule
   */
  public DiskFaultRule onCall(int place) {
    return new DiskFaultRule(kind, operations, names, percent, place, delay);
  }

  /**
   * Returns this rule with a delay.
   *
   * @param duration how long
   * @return the changed rule
   */
  public DiskFaultRule taking(Duration duration) {
    return new DiskFaultRule(kind, operations, names, percent, nth, duration);
  }

  boolean covers(DiskOperation operation, Path path) {
    return operations.contains(operation)
        && names.matcher(String.valueOf(path.getFileName())).matches();
  }
}
