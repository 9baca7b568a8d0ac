package io.blocktier.segments.manifest;

/**
 * A segment that a manifest no longer has. Immutable and thread-safe.
 *
 * @param entry the segment as it was last
 * @param at the first manifest without it
 */
public record Removal(SegmentEntry entry, long at) {}
