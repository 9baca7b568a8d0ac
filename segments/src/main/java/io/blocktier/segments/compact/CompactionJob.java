package io.blocktier.segments.compact;

import io.blocktier.segments.manifest.SegmentEntry;
import io.blocktier.segments.manifest.Tier;
import java.util.List;

/**
 * Segments to be merged into others in the same tier. Immutable and thread-safe.
 *
 * @param tier where they are
 * @param inputs the segments
 * @param inputBytes the size of their objects
 * @param expectedBytes about how large the new ones will be
 * @param mostlyLive whether they are merged because they are small, rather than because much of
 *     them is dead: a store that can copies their frames by itself
 */
public record CompactionJob(
    Tier tier, List<SegmentEntry> inputs, long inputBytes, long expectedBytes, boolean mostlyLive) {

  /** Copies the list. */
  public CompactionJob {
    inputs = List.copyOf(inputs);
  }

  /** The numbers of the inputs. */
  List<Long> ids() {
    return inputs.stream().map(SegmentEntry::id).toList();
  }
}
