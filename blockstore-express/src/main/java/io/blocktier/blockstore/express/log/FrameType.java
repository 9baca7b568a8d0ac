package io.blocktier.blockstore.express.log;

import java.util.Optional;
import java.util.stream.Stream;

/** What a frame is for. */
enum FrameType {
  /** The first of every block that a writer begins. */
  HEADER(1),
  /** The first that a new writer commits behind the header: what it found is settled now. */
  OPENED(2),
  /** A record. */
  RECORD(3),
  /** Nothing comes behind it: another writer has closed the block. */
  SEAL(4);

  private final byte code;

  FrameType(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static Optional<FrameType> of(byte code) {
    return Stream.of(values()).filter(type -> type.code == code).findFirst();
  }
}
