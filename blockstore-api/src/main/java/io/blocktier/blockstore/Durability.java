package io.blocktier.blockstore;

/**
 * How much a receipt promises: what an acknowledged write survives. Each level includes those
 * before.
 */
public enum Durability {
  /** The block is in memory and survives nothing. */
  MEMORY,

  /**
   * The block is synced to a local disk and survives a process crash, a kernel panic, a power cut.
   */
  LOCAL,

  /** The object store acknowledged the block; it survives the loss of the machine. */
  REMOTE;

  /**
   * Tells whether this level promises at least another.
   *
   * @param other the level that is needed
   * @return whether this level is enough
   */
  public boolean covers(Durability other) {
    return compareTo(other) >= 0;
  }
}
