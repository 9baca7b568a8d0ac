package io.blocktier.segments.format;

/**
 * Which segment it is, and whose. Immutable and thread-safe.
 *
 * @param id the number of the segment, which no other one ever has
 * @param epoch of the writer
 */
public record SegmentIdentity(long id, long epoch) {}
