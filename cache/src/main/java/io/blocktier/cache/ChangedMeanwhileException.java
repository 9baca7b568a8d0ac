package io.blocktier.cache;

import java.io.IOException;

/** What a block was put together from has changed meanwhile; it has to be looked up again. */
final class ChangedMeanwhileException extends IOException {

  private static final long serialVersionUID = 1L;

  ChangedMeanwhileException(String message, Throwable cause) {
    super(message, cause);
  }

  ChangedMeanwhileException(String message) {
    super(message);
  }
}
