package io.blocktier.cli;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern over keys: {@code *} and {@code ?} stay within an element, {@code **} crosses slashes,
 * {@code **}{@code /} is any number of elements, none included, {@code [a-z]} and {@code [!a-z]}
 * are sets, a backslash takes the next character as it is. Matching follows all readings of the
 * pattern at once, so that no pattern takes more than its length times the key's. Immutable and
 * thread-safe.
 */
final class Glob {

  private final List<Step> steps;
  private final String literalPrefix;
  private final boolean singleLevel;
  private final boolean everything;

  /**
   * One position of the pattern.
   *
   * @param accepts which characters lead to the next position
   * @param stays which characters lead back to this one
   * @param skip how many positions on the next one is that can be reached without a character, or 0
   */
  record Step(IntPredicate accepts, IntPredicate stays, int skip) {}

  private Glob(String pattern) {
    GlobParser parser = new GlobParser(pattern);
    this.steps = List.copyOf(parser.parse());
    this.literalPrefix = parser.literalPrefix();
    this.singleLevel = parser.singleLevel();
    this.everything = pattern.matches("[*/]+");
  }

  static Glob compile(String pattern) {
    return new Glob(pattern);
  }

  /** Tells whether a name has anything in it that makes it a pattern. */
  static boolean isPattern(String name) {
    return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
  }

  /** Returns what every match starts with. */
  String literalPrefix() {
    return literalPrefix;
  }

  /** Returns the folder that all matches share: empty, or with a slash at its end. */
  String base() {
    return literalPrefix.substring(0, literalPrefix.lastIndexOf('/') + 1);
  }

  /** Tells whether all matches lie directly in {@link #base()}. */
  boolean singleLevel() {
    return singleLevel;
  }

  /** Tells whether the pattern is nothing but stars. */
  boolean isEverything() {
    return everything;
  }

  boolean matches(String key) {
    return matches(key, false);
  }

  /** Tells whether the pattern means the key or one of the folders that the key lies in. */
  boolean matchesSelfOrFolder(String key) {
    return matches(key, true);
  }

  private boolean matches(String key, boolean folders) {
    BitSet positions = new BitSet(steps.size() + 1);
    reach(positions, 0);
    for (int i = 0; i < key.length(); i += Character.charCount(key.codePointAt(i))) {
      int c = key.codePointAt(i);
      if (folders && c == '/' && positions.get(steps.size())) {
        return true;
      }
      positions = advance(positions, c);
    }
    return positions.get(steps.size());
  }

  private BitSet advance(BitSet positions, int c) {
    BitSet next = new BitSet(steps.size() + 1);
    for (int i = positions.nextSetBit(0);
        i >= 0 && i < steps.size();
        i = positions.nextSetBit(i + 1)) {
      Step step = steps.get(i);
      if (step.stays().test(c)) {
        reach(next, i);
      }
      if (step.accepts().test(c)) {
        reach(next, i + 1);
      }
    }
    return next;
  }

  private void reach(BitSet positions, int position) {
    int reached = position;
    positions.set(reached);
    while (reached < steps.size() && steps.get(reached).skip() > 0) {
      reached += steps.get(reached).skip();
      positions.set(reached);
    }
  }
}
