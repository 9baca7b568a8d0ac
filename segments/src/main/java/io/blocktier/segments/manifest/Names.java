package io.blocktier.segments.manifest;

/** Names that people give. */
final class Names {

  private Names() {}

  static void require(String name, int maxLength) {
    if (name.isEmpty() || name.length() > maxLength) {
      throw new IllegalArgumentException("a name has " + name.length() + " characters");
    }
  }
}
