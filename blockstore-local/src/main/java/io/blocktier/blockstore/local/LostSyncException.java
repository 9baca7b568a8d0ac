package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory could not be forced: names in it are visible and may not survive a power cut. The
 * next sync would succeed without them, so none is trusted any more.
 */
final class LostSyncException extends IOException {

  private static final long serialVersionUID = 1L;

  LostSyncException(Path directory, Throwable cause) {
    super("the directory " + directory + " could not be forced", cause);
  }
}
