package io.blocktier.config;

import io.blocktier.segments.SegmentsOptions;
import java.util.Map;
import java.util.Optional;

/**
 * The segments that a document describes.
 *
 * @param options how they are kept
 * @param shown the settings as they may be shown, by key
 * @param hot the store in which they are written
 * @param cold the store they go to when they are cold, if there is one
 */
record ConfiguredSegments(
    SegmentsOptions options,
    Map<String, String> shown,
    StoreDraft hot,
    Optional<StoreDraft> cold) {}
