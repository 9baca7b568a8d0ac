package io.blocktier.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The disk has no room for the file of another segment. Releasing the oldest segment, or freeing
 * space on the disk, makes room.
 */
public final class DiskFullException extends IOException {

  private static final long serialVersionUID = 1L;

  DiskFullException(Path directory, long usableBytes, int neededBytes, @Nullable Throwable cause) {
    super(
        String.format(
            Locale.ROOT,
            "the disk of %s has %d bytes left, and the next segment of the journal takes %d",
            directory,
            usableBytes,
            neededBytes),
        cause);
  }

  /** The same, for somebody else who meets it. */
  DiskFullException(DiskFullException first) {
    super(first.getMessage(), first);
  }
}
