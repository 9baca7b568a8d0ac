package io.blocktier.config;

import io.blocktier.segments.SegmentsOptions;
import io.blocktier.segments.manifest.GarbageLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The segments that a document describes.
 *
 * @param options how they are kept
 * @param garbage what one pass of the garbage collector may do
 * @param shown the settings as they may be shown, by key
 * @param hot the store in which they are written
 * @param cold the store they go to when they are cold, if there is one
 */
record ConfiguredSegments(
    SegmentsOptions options,
    GarbageLimits garbage,
    Map<String, String> shown,
    StoreDraft hot,
    Optional<StoreDraft> cold) {

  /** Returns the same segments, which nobody looks after but by commands. */
  ConfiguredSegments withoutUpkeep() {
    SegmentsOptions manual = options.with(options.upkeep().withEvery(Duration.ZERO));
    return new ConfiguredSegments(manual, garbage, shown, hot, cold);
  }
}
