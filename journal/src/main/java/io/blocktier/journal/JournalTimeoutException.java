package io.blocktier.journal;

import java.io.IOException;

/** The time to wait was over first. What was asked for may still happen. */
public final class JournalTimeoutException extends IOException {

  private static final long serialVersionUID = 1L;

  JournalTimeoutException(String what) {
    super("timed out: " + what);
  }
}
