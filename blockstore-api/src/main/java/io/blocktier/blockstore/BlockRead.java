package io.blocktier.blockstore;

/**
 * What a read delivered. Whoever reads a block in several ranges compares the etags: equal ones are
 * parts of one version. Immutable and thread-safe.
 *
 * @param length the number of bytes put into the target
 * @param block the version that was read
 */
public record BlockRead(int length, BlockStat block) {}
