package io.blocktier.segments.tiering;

/** Why a segment was not moved, although nothing failed. */
public enum SkipReason {
  /** The manifest has no such segment, or no longer. */
  GONE,
  /** It is in that tier already. */
  ALREADY_THERE,
  /** It is pinned, perhaps only since the move began; let it go first. */
  PINNED,
  /** There is no cold store; name one in the configuration. */
  NO_COLD_STORE,
  /** Another move of it is under way. */
  BUSY,
  /** Somebody else moved or rewrote it meanwhile. */
  OVERTAKEN,
  /** The run was stopped. */
  STOPPED,
  /** Too many moves failed one after the other before its turn. */
  AFTER_FAILURES,
  /** It did not end within its deadline; it goes on by itself, and what it leaves is found. */
  UNFINISHED
}
