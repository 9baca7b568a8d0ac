package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the server, as far as the meaning of its answer depends on it.
 *
 * @param operation the operation
 * @param key the block concerned, or null where there is none
 * @param effect what a lost reply may hide
 * @param conditional whether the call names a version that the key must have, so that a missing
 *     block is a condition that does not hold
 */
record Call(Operation operation, @Nullable BlockKey key, Effect effect, boolean conditional) {

  /** What a call may have done by the time its reply is lost. */
  enum Effect {
    /** Nothing: the call looks. */
    NONE,
    /** Something: the call changes. */
    CHANGE,
    /** A removal, which is done as well where there was nothing to remove. */
    REMOVAL
  }

  static Call looking(Operation operation, @Nullable BlockKey key) {
    return new Call(operation, key, Effect.NONE, false);
  }

  static Call changing(Operation operation, @Nullable BlockKey key) {
    return new Call(operation, key, Effect.CHANGE, false);
  }

  static Call removing(Operation operation, @Nullable BlockKey key) {
    return new Call(operation, key, Effect.REMOVAL, false);
  }

  Call onlyIfMatch(boolean names) {
    return new Call(operation, key, effect, names);
  }

  boolean changes() {
    return effect != Effect.NONE;
  }

  /** Tells whether a refusal says that what was asked for is so already. */
  boolean isDoneBy(Refusal refusal) {
    return effect == Effect.REMOVAL
        && !conditional
        && refusal.meaning() == 404
        && !refusal.code().equals(Refusal.NO_SUCH_BUCKET);
  }

  /** Tells whether the server may work for long before its first byte, on bytes that it has. */
  boolean mayBeSilent() {
    return switch (operation) {
      case COPY, COPY_PART, COMPLETE_UPLOAD, DELETE_ALL, DELETE_BY_PREFIX -> true;
      default -> false;
    };
  }

  Failure failure(Object store, String detail) {
    return new Failure(store.toString(), operation, key, detail, "");
  }
}
