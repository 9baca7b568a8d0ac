package io.blocktier.journal.disk;

import java.io.IOException;

/**
 * A call to the disk has not come back within its deadline, and no other is made until it does.
 * What this call was about to do may still happen.
 */
public final class DiskStalledException extends IOException {

  private static final long serialVersionUID = 1L;

  DiskStalledException(String message) {
    super(message);
  }
}
