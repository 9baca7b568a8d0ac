package io.blocktier.cache;

/** What a record of the journal means. The codes are part of the format. */
enum RecordKind {
  /** A version that the store does not have yet. */
  PUT(1),
  /** A deletion that the store does not know of yet. */
  DELETE(2),
  /** A version that came from the store. */
  FETCHED(3),
  /** The store has the version, or knows of the deletion, whose generation the attributes name. */
  SETTLED(4),
  /** What is cached of the block until now is not to be used any more. */
  INVALIDATED(5),

  /** The store refuses the version, or the deletion, that the attributes name, and why. */
  QUARANTINED(6),

  /** What was refused, whose generation the attributes name, is to be offered again. */
  RETRIED(7),

  /** Parts of a version; the store has the rest, and does not have the parts yet. */
  RANGES(8);

  private static final RecordKind[] BY_CODE = {
    PUT, DELETE, FETCHED, SETTLED, INVALIDATED, QUARANTINED, RETRIED, RANGES
  };

  private final byte code;

  RecordKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  /**
   * Returns the kind that a code stands for.
   *
   * @throws IllegalArgumentException if it stands for none
   */
  static RecordKind of(byte code) {
    if (code < 1 || code > BY_CODE.length) {
      throw new IllegalArgumentException("no kind of record has the code " + code);
    }
    return BY_CODE[code - 1];
  }
}
