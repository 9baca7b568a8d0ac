package io.blocktier.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Standard output takes no more: the reader of a pipe went away, or a disk is full. */
final class OutputClosedException extends UncheckedIOException {

  private static final long serialVersionUID = 1L;

  OutputClosedException(IOException cause) {
    super("standard output cannot be written to", cause);
  }
}
