package io.blocktier.cli;

import io.blocktier.cli.Glob.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Reads a {@link Glob}. A bracket that is never closed stands for itself, as in a shell. */
final class GlobParser {

  private final String pattern;
  private final List<Step> steps = new ArrayList<>();
  private final StringBuilder literalPrefix = new StringBuilder();
  private boolean literal = true;
  private boolean singleLevel = true;
  private int at;

  GlobParser(String pattern) {
    this.pattern = pattern;
  }

  List<Step> parse() {
    while (at < pattern.length()) {
      parseNext();
    }
    return steps;
  }

  String literalPrefix() {
    return literalPrefix.toString();
  }

  boolean singleLevel() {
    return singleLevel;
  }

  private void parseNext() {
    if (takes("**")) {
      doubleStar();
    } else if (takes("*")) {
      wildcard(new Step(GlobParser::nothing, GlobParser::withinElement, 1));
    } else if (takes("?")) {
      wildcard(new Step(GlobParser::withinElement, GlobParser::nothing, 0));
    } else if (pattern.charAt(at) == '[' && setEnd() > 0) {
      set(setEnd());
    } else {
      boolean _ = at + 1 < pattern.length() && takes("\\");
      character(take());
    }
  }

  private void doubleStar() {
    boolean elements = at == 2 || pattern.charAt(at - 3) == '/';
    singleLevel = false;
    if (elements && takes("/")) {
      wildcard(new Step(GlobParser::withinElement, GlobParser::nothing, 2));
      wildcard(new Step(c -> c == '/', GlobParser::anything, 0));
    } else {
      wildcard(new Step(GlobParser::nothing, GlobParser::anything, 1));
    }
  }

  private void character(int c) {
    steps.add(new Step(x -> x == c, GlobParser::nothing, 0));
    if (literal) {
      literalPrefix.appendCodePoint(c);
    } else if (c == '/') {
      singleLevel = false;
    }
  }

  private void wildcard(Step step) {
    literal = false;
    steps.add(step);
  }

  /** A closing bracket right behind the opening one belongs to the set. */
  private int setEnd() {
    int first = at + 1;
    if (first < pattern.length() && isNegation(pattern.charAt(first))) {
      first++;
    }
    return pattern.indexOf(']', first + 1);
  }

  private void set(int end) {
    at++;
    boolean negated = isNegation(pattern.charAt(at));
    at += negated ? 1 : 0;
    IntPredicate members = GlobParser::nothing;
    while (at < end) {
      members = members.or(member(end));
    }
    at = end + 1;
    IntPredicate accepts = negated ? members.negate() : members;
    wildcard(new Step(accepts.and(GlobParser::withinElement), GlobParser::nothing, 0));
  }

  private IntPredicate member(int end) {
    int from = take();
    if (at + 1 < end && pattern.charAt(at) == '-') {
      at++;
      int to = take();
      return c -> c >= from && c <= to;
    }
    return c -> c == from;
  }

  private boolean takes(String token) {
    boolean found = pattern.startsWith(token, at);
    at += found ? token.length() : 0;
    return found;
  }

  private int take() {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private static boolean nothing(int c) {
    return false;
  }

  private static boolean anything(int c) {
    return true;
  }

  private static boolean withinElement(int c) {
    return c != '/';
  }

  private static boolean isNegation(char c) {
    return c == '!' || c == '^';
  }
}
