package io.blocktier.segments.tiering;

/** Why a segment stays where it is: the first of these that holds. */
public enum StayReason {
  /** It is pinned. */
  PINNED,
  /** It is in the cold tier, where policies leave it; only reads bring it back. */
  COLD,
  /** It has not been in its tier for long enough. */
  RESIDENT,
  /** Nothing archives by age or idle time, and the hot tier is not too full. */
  ROOM,
  /** It was sealed too recently. */
  YOUNG,
  /** It was read too recently. */
  READ,
  /** It is too small to be archived before compaction has made more of it. */
  SMALL
}
