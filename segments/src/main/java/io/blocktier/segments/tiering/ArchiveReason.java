package io.blocktier.segments.tiering;

/** Why a segment goes to the cold tier. */
public enum ArchiveReason {
  /** It is old enough, and was not read for long enough, as far as the policy asks for that. */
  DUE,
  /** The hot tier is too full, and others were used more recently. */
  WATERMARK
}
