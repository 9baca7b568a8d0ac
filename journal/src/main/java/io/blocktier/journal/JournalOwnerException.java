package io.blocktier.journal;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** The journal holds records of somebody else. Nothing in its directory was changed. */
public final class JournalOwnerException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  JournalOwnerException(Path directory, String owner, String other) {
    super(directory + " holds what belongs to " + owner + ", not to " + other);
  }
}
