package io.blocktier.cache.index;

import io.blocktier.cache.journal.Position;

/**
 * The newest record of a block.
 *
 * @param generation the record's number
 * @param state what the block is; the index keeps it and does not look at it
 * @param position the record's payload
 */
public record IndexEntry(long generation, byte state, Position position) {}
