package io.blocktier.cache;

import io.blocktier.blockstore.Durability;
import java.time.Duration;
import java.util.Map;

/**
 * What is where in a cache, exact at the moment of asking, and how long it takes to get there.
 *
 * @param blocks blocks that are cached, whatever their state
 * @param atRiskBytes bytes that the store does not have yet
 * @param maxAtRiskBytes the most that there may be; writers wait at that bound
 * @param dirtyBlocks versions that are to travel to the store
 * @param deletedBlocks deletions that are to travel to the store
 * @param quarantinedBlocks versions and deletions that the store refuses
 * @param unjournaledBlocks versions that are in memory alone, because the disk of the cache failed
 * @param damages places at which the journal could not be read when it was opened
 * @param flushing whether blocks travel to the store
 * @param flushConcurrency how many calls on it may be under way for that, as it is now
 * @param reads what reads have found where
 * @param cleanBlocks versions that the store has, too
 * @param cleanBytes their bytes
 * @param oldestAtRisk how long ago the oldest version or deletion was acknowledged that the store
 *     does not have; zero where it has everything. A deletion from before the cache was opened
 *     counts from then
 * @param acknowledgements how long writes took since the cache was opened, by what the
 *     acknowledgement promised; an entry for each level
 * @param durableLag the time from the acknowledgement of a version or deletion until the store had
 *     it; one that was replaced before counts not
 */
public record CacheStatus(
    long blocks,
    long atRiskBytes,
    long maxAtRiskBytes,
    long dirtyBlocks,
    long deletedBlocks,
    long quarantinedBlocks,
    long unjournaledBlocks,
    long damages,
    FlushState flushing,
    long flushConcurrency,
    ReadStatus reads,
    long cleanBlocks,
    long cleanBytes,
    Duration oldestAtRisk,
    Map<Durability, Latency> acknowledgements,
    Latency durableLag) {

  /** Copies the map. */
  public CacheStatus {
    acknowledgements = Map.copyOf(acknowledgements);
  }
}
