package io.blocktier.cache.index;

import java.io.IOException;
import java.io.Serial;

/** Says that the index that was asked for does not work in this JVM, and what would help. */
public final class IndexUnavailableException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  IndexUnavailableException(String obstacle) {
    super("no Chronicle Map here: " + obstacle + "; or choose the index \"auto\" or \"heap\"");
  }

  IndexUnavailableException(String obstacle, Throwable cause) {
    this(obstacle);
    initCause(cause);
  }
}
