package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import java.time.Instant;

/**
 * A version, or a deletion, that the store beneath a cache refuses. Immutable and thread-safe.
 *
 * @param key the block
 * @param deletion whether it is a deletion
 * @param bytes the version's size, or 0
 * @param since when the store refused it last
 * @param reason what the store said, in one line without secrets
 */
public record QuarantinedBlock(
    BlockKey key, boolean deletion, long bytes, Instant since, String reason) {}
