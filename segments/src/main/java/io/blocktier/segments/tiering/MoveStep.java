package io.blocktier.segments.tiering;

/** What a move does, in this order. */
public enum MoveStep {
  /** Takes a number for the object of the copy. */
  RESERVE,
  /** Copies the bytes. */
  COPY,
  /** Compares the copy with what the manifest remembers. */
  VERIFY,
  /** Lets readers come to the copy. */
  COMMIT
}
