package io.blocktier.segments.tiering;

import java.io.IOException;

/** A move was stopped. Never leaves this package. */
final class StoppedException extends IOException {

  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("the move was stopped");
  }
}
