package io.blocktier.cache;

import io.blocktier.cache.index.StateSet;
import java.util.function.Predicate;

/** What the newest record of a block is to the store beneath. */
enum BlockState {
  /** The store does not have it yet. */
  DIRTY(0),
  /** The block is deleted, and the store does not know yet. */
  DELETED(1),
  /** The store has it, too. */
  CLEAN(2),
  /** The store refuses it; it is kept until somebody decides. */
  QUARANTINED(3),

  /** The block is deleted, and the store refuses to delete it; kept likewise. */
  QUARANTINED_DELETION(4);

  private static final BlockState[] BY_CODE = {
    DIRTY, DELETED, CLEAN, QUARANTINED, QUARANTINED_DELETION
  };

  /** Those whose bytes are nowhere else. */
  static final StateSet AT_RISK = set(BlockState::isAtRisk);

  /** Those that are to be brought to the store. */
  static final StateSet TRAVELLING = set(BlockState::travels);

  /** Those that the store refuses. */
  static final StateSet REFUSED = set(BlockState::isQuarantined);

  /** That of what the store has, too. */
  static final StateSet KEPT = set(state -> state == CLEAN);

  static final StateSet ALL = set(_ -> true);

  private final byte code;

  BlockState(int code) {
    this.code = (byte) code;
  }

  private static StateSet set(Predicate<BlockState> belongs) {
    StateSet set = StateSet.NONE;
    for (BlockState state : BY_CODE) {
      set = belongs.test(state) ? set.and(state.code) : set;
    }
    return set;
  }

  byte code() {
    return code;
  }

  static BlockState of(byte code) {
    return BY_CODE[code];
  }

  /** Tells whether the block is deleted, as those see it that read through the cache. */
  boolean isDeletion() {
    return this == DELETED || this == QUARANTINED_DELETION;
  }

  /** Tells whether it is to be brought to the store. */
  boolean travels() {
    return this == DIRTY || this == DELETED;
  }

  boolean isQuarantined() {
    return this == QUARANTINED || this == QUARANTINED_DELETION;
  }

  /** Returns the state behind a refusal. */
  BlockState quarantined() {
    return isDeletion() ? QUARANTINED_DELETION : QUARANTINED;
  }

  /** Returns the state in which it is offered again. */
  BlockState offered() {
    return isDeletion() ? DELETED : DIRTY;
  }

  /** Tells whether the bytes are nowhere else. */
  boolean isAtRisk() {
    return this != CLEAN;
  }
}
