package io.blocktier.cache.index;

/**
 * An index that is ready.
 *
 * @param index the index
 * @param restored true if it holds what it held at the last stop; false if it is empty
 */
public record OpenedIndex(BlockIndex index, boolean restored) {}
