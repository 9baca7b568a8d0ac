package io.blocktier.segments.tiering;

/** Tells when segments were read. Thread-safe. */
@FunctionalInterface
public interface AccessTimes {

  /**
   * Returns when a segment was last read.
   *
   * @param segment its number
   * @return milliseconds since 1970-01-01 UTC, never before the last read. Where nobody knows, as
   *     of reads before a restart, it is the latest time that it can have been; 0 if it was never
   *     read
   */
  long lastReadMillis(long segment);
}
