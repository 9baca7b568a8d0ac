package io.blocktier.segments.index;

/** Indexes for whose keys there are hardly any hashes. */
public final class Collisions {

  private Collisions() {}

  /** Takes every key for every other. */
  public static SegmentIndex index(long maxBytes) {
    return new SegmentIndex(maxBytes, (_, _) -> 7);
  }

  /** Takes keys for each other whose last bytes have the same lowest bit. */
  public static SegmentIndex pairs(long maxBytes) {
    return new SegmentIndex(maxBytes, (key, length) -> (key[length - 1] & 1) + 3L);
  }
}
