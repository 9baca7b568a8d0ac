package io.blocktier.blockstore.local;

import java.io.IOException;

/** A file does not have the bytes or the attributes that were written to it. */
final class DamagedFileException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedFileException(String message, Throwable cause) {
    super(message, cause);
  }

  DamagedFileException(String message) {
    super(message);
  }
}
