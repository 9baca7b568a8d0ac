package io.blocktier.cache.index;

import java.io.IOException;
import java.io.Serial;

/** Says that an index has no room for another block. */
public final class IndexFullException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  IndexFullException(long maxEntries) {
    super(full(maxEntries));
  }

  IndexFullException(long maxEntries, Throwable cause) {
    super(full(maxEntries), cause);
  }

  private static String full(long maxEntries) {
    return "the index is full; it was opened for " + maxEntries + " blocks";
  }
}
