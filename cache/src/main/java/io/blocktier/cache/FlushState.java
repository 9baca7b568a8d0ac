package io.blocktier.cache;

/** Whether blocks travel from a cache to its store. */
public enum FlushState {
  /** They do. */
  RUNNING,
  /** Somebody said that they shall not. */
  PAUSED,
  /** The store took none of the last ones; one block at a time is tried, ever more rarely. */
  BACKEND_DOWN
}
