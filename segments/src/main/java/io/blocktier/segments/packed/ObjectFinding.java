package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import java.util.Optional;

/**
 * Something that is not as it has to be with a block that is an object of its own. Immutable and
 * thread-safe.
 *
 * @param kind what it is
 * @param block the block
 * @param snapshot the snapshot that sees it, or empty if it is what there is now
 * @param object where its bytes have to be
 * @param detail what was found, in one sentence
 */
public record ObjectFinding(
    Kind kind, BlockKey block, Optional<String> snapshot, BlockKey object, String detail) {

  /** What may be wrong. */
  public enum Kind {
    /** There is no object. */
    MISSING,
    /** It has another size. */
    WRONG_SIZE,
    /** It has other bytes than were written. */
    DAMAGED,
    /** The records of the block contradict each other. */
    CONTRADICTED,
    /** The store did not answer. */
    UNREADABLE
  }

  /**
   * Tells whether bytes are lost.
   *
   * @return false where it could only not be found out
   */
  public boolean isLoss() {
    return kind != Kind.UNREADABLE;
  }

  /**
   * Returns what to do about it.
   *
   * @return one sentence
   */
  public String remedy() {
    return isLoss()
        ? "bring the object back from a copy of the store, or write the block again"
        : "check the store and its credentials, and run this again";
  }
}
