package io.blocktier.blockstore;

/**
 * What has to hold for a write to take effect, judged and applied in one atomic step. A condition
 * that does not hold fails the call with {@link PreconditionFailedException} and changes nothing.
 */
public sealed interface Precondition {

  /** No condition: the write replaces whatever is there. */
  Precondition NONE = new None();

  /** The key must have no block. */
  Precondition IF_ABSENT = new IfAbsent();

  /**
   * The key must have the block of this version.
   *
   * @param etag the version
   * @return the condition
   */
  static Precondition ifMatch(Etag etag) {
    return new IfMatch(etag);
  }

  /** No condition. */
  record None() implements Precondition {}

  /** The key must have no block. */
  record IfAbsent() implements Precondition {}

  /**
   * The key must have the block of this version; a key without a block fails the condition.
   *
   * @param etag the version
   */
  record IfMatch(Etag etag) implements Precondition {}
}
