package io.blocktier.segments.index;

import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/** What stands for a key in the table. Another key may have the same, so nothing is believed. */
@FunctionalInterface
interface KeyHash {

  /** The one that checkpoints have. */
  KeyHash STANDARD = standard();

  /** Returns the hash of a key that an array begins with. */
  long of(byte[] key, int length);

  private static KeyHash standard() {
    XXHash64 hash = XXHashFactory.safeInstance().hash64();
    return (key, length) -> hash.hash(key, 0, length, 0);
  }
}
