package io.blocktier.config;

/**
 * The text of a setting, not yet read. May be a secret, and therefore never shows itself.
 *
 * @param text what is written
 * @param origin where
 */
record WrittenValue(String text, Origin origin) {

  @Override
  public String toString() {
    return "value at " + origin.label();
  }
}
