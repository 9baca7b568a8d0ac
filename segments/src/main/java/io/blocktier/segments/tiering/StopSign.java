package io.blocktier.segments.tiering;

/** Says whether a run shall end before it is through. Thread-safe. */
@FunctionalInterface
public interface StopSign {

  /** Lets everything come to its end. */
  StopSign NEVER = () -> false;

  /**
   * Is asked between segments, between pieces, and while a run waits. A segment that is not
   * committed yet stays where it was.
   *
   * @return whether to stop
   */
  boolean isSet();
}
