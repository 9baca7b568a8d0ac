package io.blocktier.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The directory does not hold a journal that this version reads. Nothing in it was changed; only
 * the lock file may be new.
 */
public final class JournalFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  JournalFormatException(Path file, String detail) {
    super(file + ": " + detail);
  }
}
