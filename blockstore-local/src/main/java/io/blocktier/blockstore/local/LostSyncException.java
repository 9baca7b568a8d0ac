package io.blocktier.blockstore.local;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory, or the attribute of a file, could not be forced: what is visible of it may not
 * survive a power cut. The next sync would succeed without it, so none is trusted any more.
 */
final class LostSyncException extends IOException {

  private static final long serialVersionUID = 1L;

  LostSyncException(Path path, Throwable cause) {
    super(path + " could not be forced", cause);
  }
}
