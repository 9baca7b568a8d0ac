package io.blocktier.cache;

import java.io.IOException;
import java.io.Serial;

/** Bytes of the journal are not those that were written to it. */
final class DamagedBytesException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  DamagedBytesException(String message) {
    super(message);
  }
}
