package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.Etag;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads etags as servers write them. */
final class Etags {

  private static final String WEAK = "W/";

  private Etags() {}

  /**
   * Reads an etag.
   *
   * @param text what the server sent, with quotes or without, or null
   * @return the etag, or empty where there is none
   */
  static Optional<Etag> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    String strong = text.startsWith(WEAK) ? text.substring(WEAK.length()) : text;
    String bare = strong.replace("\"", "").strip();
    try {
      return Optional.of(Etag.of(bare));
    } catch (IllegalArgumentException notAnEtag) {
      return Optional.empty();
    }
  }
}
