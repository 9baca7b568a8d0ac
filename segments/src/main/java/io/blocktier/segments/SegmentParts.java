package io.blocktier.segments;

import io.blocktier.segments.manifest.ManifestCommits;

/**
 * What a manager consists of.
 *
 * @param log the local log
 * @param tables what no segment has yet
 * @param commits to the manifest
 * @param views of what there is
 * @param reads finds records
 * @param writes brings records in
 * @param progress of sealing
 * @param sealer seals
 * @param tiers moves segments
 * @param failures says what went wrong
 */
record SegmentParts(
    RecordLog log,
    Tables tables,
    ManifestCommits commits,
    Views views,
    Reads reads,
    Writes writes,
    SealProgress progress,
    Sealer sealer,
    Tiers tiers,
    SegmentFailures failures) {}
