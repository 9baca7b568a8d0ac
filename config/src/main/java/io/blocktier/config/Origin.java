package io.blocktier.config;

/**
 * Where something is written.
 *
 * @param label how an error names the place
 */
record Origin(String label) {

  private static final String VARIABLE = "environment variable ";

  static Origin at(String source, int line, int column) {
    return new Origin(source + ":" + line + ":" + column);
  }

  static Origin variable(String name) {
    return new Origin(VARIABLE + name);
  }

  /** Tells whether it is a variable of the environment. */
  boolean isVariable() {
    return label.startsWith(VARIABLE);
  }
}
