package io.blocktier.gateway.listing;

/**
 * What a page of a listing has.
 *
 * @param prefix what keys start with
 * @param delimiter keys with it behind the prefix are folded up to its end; empty to fold none
 * @param after the page begins behind this key, or behind all keys that this folds
 * @param most how many lines there are at most
 */
record ListQuery(String prefix, String delimiter, String after, int most) {

  /** Returns what a key is folded into; empty where it is listed itself. */
  String folded(String key) {
    if (delimiter.isEmpty()) {
      return "";
    }
    int at = key.indexOf(delimiter, prefix.length());
    return at < 0 ? "" : key.substring(0, at + delimiter.length());
  }

  /** Tells whether the page begins behind a fold rather than behind a key. */
  boolean isBehindFold() {
    return !after.isEmpty() && after.startsWith(prefix) && folded(after).equals(after);
  }

  /** Tells whether a store that folds at slashes does what is asked for. */
  boolean isFoldedBySlash() {
    return delimiter.equals("/")
        && (after.isEmpty() || isBehindFold() || after.indexOf('/', prefix.length()) < 0);
  }
}
