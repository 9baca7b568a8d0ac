package io.blocktier.journal;

import java.io.IOException;

/** No segment is free for the record; releasing the oldest one makes room. */
public final class JournalFullException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Names what is full or gone.
   *
   * @param segments how many are in use
   */
  public JournalFullException(int segments) {
    super("all " + segments + " segments of the journal are in use");
  }
}
