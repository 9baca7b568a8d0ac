package io.blocktier.config;

import java.util.regex.Pattern;

/** Repeats what a user wrote so that it stays on one line and gives nothing away. */
final class Echo {

  /** The longest error; a value of a megabyte is not repeated in full. */
  static final int MAX_CHARS = 600;

  /** How much of a text is searched for what must not be shown; the rest is cut. */
  private static final int MAX_SEARCHED_CHARS = 8 * MAX_CHARS;

  /** The longest name; what is longer is not a mistyped key, and might be a pasted secret. */
  static final int MAX_NAME_CHARS = 32;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1," + MAX_NAME_CHARS + "}");

  /** User and password of an address, also of one with a slash in its password. */
  private static final Pattern USER_INFO =
      Pattern.compile("//(?:[^/?#'\"]*|[^/'\":@]+:(?!\\d+/)[^'\"]*)@");

  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");

  private Echo() {}

  /** Returns a text without line breaks, and without the user and password of an address. */
  static String oneLine(String text) {
    return USER_INFO.matcher(BREAKS.matcher(text).replaceAll(" ")).replaceAll("//****@");
  }

  /** Returns a text on one line, cut where it is too long for an error. */
  static String shortLine(String text) {
    String line = oneLine(text.substring(0, Math.min(text.length(), MAX_SEARCHED_CHARS)));
    return line.length() > MAX_CHARS ? line.substring(0, MAX_CHARS) + "…" : line;
  }

  /** Returns a name as it may be quoted: only where it looks like one. */
  static String name(String text) {
    return NAME.matcher(text).matches() ? text : "(not a name)";
  }
}
