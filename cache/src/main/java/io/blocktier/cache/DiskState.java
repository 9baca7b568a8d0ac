package io.blocktier.cache;

/** How the disk of a cache is. */
public enum DiskState {
  /** It does what it is told. */
  SOUND,
  /** It failed, and what that concerns is not safe elsewhere yet. */
  FAILING,
  /** A call to it is overdue: no other is made until that one comes back. */
  STALLED
}
