package io.blocktier.gateway.payload;

import java.util.Base64;
import java.util.Optional;

/** Reads base64 that somebody else wrote. */
final class Base64Text {

  private Base64Text() {}

  /** Returns the bytes, or empty if it is not base64 of so many, which always ends with padding. */
  static Optional<byte[]> decode(String text, int bytes) {
    if (text.length() != (bytes + 2) / 3 * 4) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(text)).filter(found -> found.length == bytes);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
