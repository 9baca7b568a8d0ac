package io.blocktier.segments.collect;

import java.io.IOException;

/**
 * Something is not as it has to be, and so nothing was deleted and nothing written down. The
 * message says what is wrong, and what to do about it.
 */
public final class CollectionRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  CollectionRefusedException(String detail, String remedy) {
    super(detail + "; nothing was done: " + remedy);
  }
}
