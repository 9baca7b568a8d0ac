package io.blocktier.cache;

/**
 * What reads have found where.
 *
 * @param memoryBytes what the blocks in memory take, about
 * @param memoryHits reads that found their block in memory
 * @param memoryMisses reads that did not
 * @param diskHits reads that found it in the journal
 * @param storeReads reads that had to ask the store, or to wait for somebody who had asked
 * @param bufferBytes what is being fetched, and what was fetched of large blocks
 */
public record ReadStatus(
    long memoryBytes,
    long memoryHits,
    long memoryMisses,
    long diskHits,
    long storeReads,
    long bufferBytes) {}
