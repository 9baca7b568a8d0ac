package io.blocktier.cache;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;

/** Too much waits in memory to be written to the disk of the cache. */
final class UnwrittenException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  UnwrittenException(long bytes, long max) {
    super(
        String.format(
            Locale.ROOT,
            "%d bytes are not on the disk of the cache yet, and no more than %d may wait for that",
            bytes,
            max));
  }
}
