package io.blocktier.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Another process, or another journal in this one, has the directory. */
public final class JournalInUseException extends IOException {

  private static final long serialVersionUID = 1L;

  JournalInUseException(Path directory) {
    super(
        directory
            + " is in use by another process or journal; close that one, or give each its directory");
  }
}
