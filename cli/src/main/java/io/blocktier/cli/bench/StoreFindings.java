package io.blocktier.cli.bench;

import io.blocktier.blockstore.ProbeReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found of a store. Immutable.
 *
 * @param probe what a probe found of its capabilities
 * @param checks what every store promises
 * @param small times of calls for small blocks, by the name of the call
 * @param writes of large blocks, by rising concurrency
 * @param reads of the same
 * @param failures calls for small blocks that failed
 * @param throttled how many of them the store had too much of
 * @param nanos how long all of it took
 */
public record StoreFindings(
    ProbeReport probe,
    List<StoreCheck> checks,
    Map<String, CallTimes> small,
    List<StoreLevel> writes,
    List<StoreLevel> reads,
    long failures,
    long throttled,
    long nanos) {

  /** Copies the lists and the map. */
  public StoreFindings {
    checks = List.copyOf(checks);
    small = Collections.unmodifiableMap(new LinkedHashMap<>(small));
    writes = List.copyOf(writes);
    reads = List.copyOf(reads);
  }

  /**
   * Tells whether the store kept whatever every store promises.
   *
   * @return whether no promise was broken
   */
  public boolean sound() {
    return checks.stream().allMatch(StoreCheck::kept);
  }

  long allFailures() {
    return failures
        + writes.stream().mapToLong(StoreLevel::failures).sum()
        + reads.stream().mapToLong(StoreLevel::failures).sum();
  }

  long allThrottled() {
    return throttled
        + writes.stream().mapToLong(StoreLevel::throttled).sum()
        + reads.stream().mapToLong(StoreLevel::throttled).sum();
  }
}
