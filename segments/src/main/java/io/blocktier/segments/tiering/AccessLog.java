package io.blocktier.segments.tiering;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers when segments were read, in memory alone: of what nobody reads after a restart it says
 * that it was read when the log began. Has an entry for each segment that was read, until {@link
 * #retain} forgets it. Thread-safe.
 */
public final class AccessLog implements AccessTimes {

  /** Reads that follow each other faster than this write no memory that others read. */
  private static final long GRAIN_MILLIS = 1_000;

  private final InstantSource clock;
  private final long sinceMillis;
  private final Map<Long, Access> accesses = new ConcurrentHashMap<>();

  /**
   * Begins a log.
   *
   * @param clock the time of day
   */
  public AccessLog(InstantSource clock) {
    this.clock = clock;
    this.sinceMillis = clock.millis();
  }

  /** The reads of one segment, for whoever reads it to keep. Thread-safe. */
  public static final class Access {

    private final InstantSource clock;
    private volatile long lastMillis;

    Access(InstantSource clock, long lastMillis) {
      this.clock = clock;
      this.lastMillis = lastMillis;
    }

    /** Notes a read. Allocates nothing and takes no lock. */
    public void read() {
      long now = clock.millis();
      if (now - lastMillis >= GRAIN_MILLIS) {
        lastMillis = now;
      }
    }
  }

  /**
   * Returns where to note the reads of a segment.
   *
   * @param segment its number
   * @return the same for as long as the segment is retained
   */
  public Access of(long segment) {
    Access known = accesses.get(segment);
    return known == null
        ? accesses.computeIfAbsent(segment, _ -> new Access(clock, sinceMillis))
        : known;
  }

  /** Never too early: a read within the grain of the one before counts as later than it was. */
  @Override
  public long lastReadMillis(long segment) {
    Access access = accesses.get(segment);
    return access == null ? sinceMillis : access.lastMillis + GRAIN_MILLIS - 1;
  }

  /**
   * Forgets all segments but some.
   *
   * @param segments the numbers of those that are there
   */
  public void retain(Set<Long> segments) {
    accesses.keySet().retainAll(segments);
  }
}
