package io.blocktier.cache;

/**
 * What is where in a cache. Exact at the moment of asking.
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
    ReadStatus reads) {}
