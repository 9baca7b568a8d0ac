package io.blocktier.segments;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What one run of the upkeep did that {@link UpkeepOptions} asks for. Immutable and thread-safe.
 *
 * @param began when, by the clock of whoever writes
 * @param took how long
 * @param orphans how many objects of earlier writers were written down as garbage
 * @param deleted how many objects were deleted
 * @param deletedBytes their size
 * @param compactions how many jobs were done
 * @param gainedBytes how many bytes fewer their outputs have, which are free once the inputs are
 *     deleted
 * @param failure what failed first, in one line, or empty if all went well; the next run tries
 *     again
 */
public record UpkeepRun(
    Instant began,
    Duration took,
    long orphans,
    long deleted,
    long deletedBytes,
    long compactions,
    long gainedBytes,
    Optional<String> failure) {

  /**
   * Says in one line what was done.
   *
   * @return the line
   */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "began %s, took %d ms, wrote down %d orphans, deleted %d objects of %d bytes, did %d"
            + " compactions that gain %d bytes%s",
        began,
        took.toMillis(),
        orphans,
        deleted,
        deletedBytes,
        compactions,
        gainedBytes,
        failure.map(text -> "; failed: " + text).orElse(""));
  }
}
