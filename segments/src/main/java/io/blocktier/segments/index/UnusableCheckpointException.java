package io.blocktier.segments.index;

import java.io.Serial;

/** A checkpoint is damaged, or of another version: what it would spare has to be read. */
final class UnusableCheckpointException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  UnusableCheckpointException(String message) {
    super(message);
  }

  static void require(boolean holds, String otherwise) throws UnusableCheckpointException {
    if (!holds) {
      throw new UnusableCheckpointException(otherwise);
    }
  }
}
