package io.blocktier.journal;

import java.io.IOException;

/** The journal was closed. */
public final class JournalClosedException extends IOException {

  private static final long serialVersionUID = 1L;

  JournalClosedException() {
    super("the journal is closed");
  }
}
