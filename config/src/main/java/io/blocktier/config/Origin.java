package io.blocktier.config;

/**
 * Where something is written.
 *
 * @param label how an error names the place
 */
record Origin(String label) {

  static Origin at(String source, int line, int column) {
    return new Origin(source + ":" + line + ":" + column);
  }

  static Origin variable(String name) {
    return new Origin("environment variable " + name);
  }
}
