package io.blocktier.cache.index;

import io.blocktier.journal.Position;

/**
 * The newest record of a block.
 *
 * @param generation the record's number
 * @param state what the block is, 0 to 63; the index keeps it and does not look at it
 * @param position the record's payload
 * @param since when the block's version was staged, in milliseconds since 1970, from 0 to
 *     2<sup>48</sup>−1
 */
public record IndexEntry(long generation, byte state, Position position, long since) {

  /**
   * Returns the same record of a block that is something else now.
   *
   * @param now what the block is
   * @return the entry
   */
  public IndexEntry with(byte now) {
    return new IndexEntry(generation, now, position, since);
  }
}
