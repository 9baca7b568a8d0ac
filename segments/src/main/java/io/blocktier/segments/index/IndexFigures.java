package io.blocktier.segments.index;

/**
 * What an index is like. Immutable.
 *
 * @param segments that are covered
 * @param records in the table, also of segments that are gone and not swept yet
 * @param bytes of memory off the heap
 * @param fromCheckpoints how many segments were covered by a checkpoint rather than by their own
 *     key index
 * @param fromKeyIndexes how many segments were covered by their key index
 * @param written checkpoints
 * @param failed checkpoints that could not be written
 * @param unusable checkpoints that were damaged
 */
public record IndexFigures(
    long segments,
    long records,
    long bytes,
    long fromCheckpoints,
    long fromKeyIndexes,
    long written,
    long failed,
    long unusable) {}
