package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStoreException;

/** What follows from a failed attempt. */
sealed interface Verdict<T> {

  /** Another attempt cannot do harm. */
  record Repeat<T>() implements Verdict<T> {}

  /** The call has succeeded after all. */
  record Settled<T>(T result) implements Verdict<T> {}

  /**
   * The call fails. Where an attempt's outcome stays unknown, so does the call's, whatever the last
   * attempt met.
   */
  record Failed<T>(BlockStoreException error) implements Verdict<T> {}

  /** The call fails and is known to have changed nothing, also where a reply was lost. */
  record Refused<T>(BlockStoreException error) implements Verdict<T> {}
}
