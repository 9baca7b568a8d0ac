package io.blocktier.blockstore.tck;

/** What goes wrong with a call. */
public enum FaultKind {
  /** The store is unavailable; the call has no effect. */
  UNAVAILABLE,
  /** The store asks to slow down; the call has no effect. */
  THROTTLED,
  /** The credentials are refused; the call has no effect. */
  REFUSED,
  /** The reply is lost, and so was the request: the call has no effect, which nobody can tell. */
  LOST_BEFORE,
  /** The reply is lost after the call took effect. On a call that changes nothing: unavailable. */
  LOST_AFTER,
  /**
   * The reply is lost, and the call takes effect after its delay, whatever was called meanwhile. On
   * a call that changes nothing: unavailable.
   */
  LATE,

  /** The call takes its time before it succeeds. */
  DELAYED,
  /** The call hangs until {@link FaultyBlockStore#release()}, then it succeeds. */
  HUNG,
  /** A read delivers a part of its bytes, then breaks off. On other calls: unavailable. */
  TRUNCATED
}
