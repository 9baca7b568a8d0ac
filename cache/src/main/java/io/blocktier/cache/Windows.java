package io.blocktier.cache;

/**
 * How much of what the index has is in memory once more, where it is at hand. What is beyond is
 * looked for in the index.
 *
 * @param keysAtRisk the keys of blocks that the store does not have
 * @param queued the blocks that are to travel and that nobody waits for
 * @param readAhead the records that are read before those before them are in the index
 */
record Windows(int keysAtRisk, int queued, int readAhead) {

  /** About 7 MiB of keys of 40 bytes. */
  static final Windows DEFAULT = new Windows(16_384, 32_768, 8192);
}
