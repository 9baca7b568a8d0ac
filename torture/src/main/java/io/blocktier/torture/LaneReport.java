package io.blocktier.torture;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a lane did and found. Immutable.
 *
 * @param lane the lane
 * @param outcome how it ended
 * @param counts how much it did, by name, in the order of printing
 * @param details of a lane that was skipped the reason, of one that failed what was found
 * @param time how long it took
 */
public record LaneReport(
    Lane lane, Outcome outcome, Map<String, Long> counts, List<String> details, Duration time) {

  /** How a lane ended. */
  public enum Outcome {
    /** It did its work and found nothing. */
    PASSED,
    /** It found that a promise was broken, or could not go on. */
    FAILED,
    /** This machine lacks what it needs; it proved nothing. */
    SKIPPED
  }

  /** Takes copies. */
  public LaneReport {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    details = List.copyOf(details);
  }
}
