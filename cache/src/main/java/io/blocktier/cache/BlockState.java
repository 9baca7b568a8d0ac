package io.blocktier.cache;

/** What the newest record of a block is to the store beneath. */
enum BlockState {
  /** The store does not have it yet. */
  DIRTY(0),
  /** The block is deleted, and the store does not know yet. */
  DELETED(1),
  /** The store has it, too. */
  CLEAN(2),
  /** The store refuses it; it is kept until somebody decides. */
  QUARANTINED(3);

  private static final BlockState[] BY_CODE = {DIRTY, DELETED, CLEAN, QUARANTINED};

  private final byte code;

  BlockState(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static BlockState of(byte code) {
    return BY_CODE[code];
  }

  /** Tells whether the bytes are nowhere else. */
  boolean isAtRisk() {
    return this != CLEAN;
  }
}
