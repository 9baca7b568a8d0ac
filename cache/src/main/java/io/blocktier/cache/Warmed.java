package io.blocktier.cache;

/**
 * What a warming has brought to the disk of a cache.
 *
 * @param blocks blocks that were fetched
 * @param bytes their bytes
 * @param present blocks that were cached already
 * @param left blocks that are too large for the cache, or found no room, or went away meanwhile
 */
public record Warmed(long blocks, long bytes, long present, long left) {

  static final Warmed NOTHING = new Warmed(0, 0, 0, 0);

  Warmed plus(Warmed more) {
    return new Warmed(
        blocks + more.blocks, bytes + more.bytes, present + more.present, left + more.left);
  }
}
