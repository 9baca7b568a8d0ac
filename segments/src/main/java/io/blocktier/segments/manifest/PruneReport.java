package io.blocktier.segments.manifest;

/**
 * What a pass over old manifests did. Immutable and thread-safe.
 *
 * @param first the least number of a manifest that is kept
 * @param deleted how many objects were deleted
 * @param complete whether there is nothing left below that number
 */
public record PruneReport(long first, long deleted, boolean complete) {}
