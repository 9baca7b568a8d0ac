package io.blocktier.segments.format;

import java.util.Arrays;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Says of a key that it is not there, or that it may be: wrongly of about 1 in 120 (Bloom, Space
 * and time trade-offs in hash coding, 1970; two hashes stand for seven, Kirsch and Mitzenmacher,
 * Less hashing, same performance, 2006). Immutable and thread-safe.
 */
final class BloomFilter {

  static final int BITS_PER_KEY = 10;

  private static final int PROBES = 7;
  private static final long SEED = 0;
  private static final int HALF = 32;
  private static final XXHash64 XX_HASH = XXHashFactory.safeInstance().hash64();

  private final byte[] bytes;
  private final int from;
  private final long bits;

  private BloomFilter(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.from = from;
    this.bits = (long) length * Byte.SIZE;
  }

  /** Returns the filter that a part of an array is. */
  static BloomFilter of(byte[] bytes, int from, int to) {
    return new BloomFilter(bytes, from, to - from);
  }

  /** Returns how long the filter of some keys is. */
  static int bytes(int keys) {
    return Math.toIntExact(((long) keys * BITS_PER_KEY + Long.SIZE - 1) / Long.SIZE * Long.BYTES);
  }

  static long hash(byte[] key, int from, int length) {
    return XX_HASH.hash(key, from, length, SEED);
  }

  boolean mayContain(byte[] key) {
    return has(hash(key, 0, key.length));
  }

  boolean has(long hash) {
    long step = step(hash);
    long probe = hash;
    for (int i = 0; i < PROBES; i++, probe += step) {
      long bit = Math.unsignedMultiplyHigh(probe, bits);
      if ((bytes[at(bit)] & 1 << (bit & 7)) == 0) {
        return false;
      }
    }
    return true;
  }

  private void add(long hash) {
    long step = step(hash);
    long probe = hash;
    for (int i = 0; i < PROBES; i++, probe += step) {
      long bit = Math.unsignedMultiplyHigh(probe, bits);
      bytes[at(bit)] |= (byte) (1 << (bit & 7));
    }
  }

  private int at(long bit) {
    return from + (int) (bit >>> 3);
  }

  private static long step(long hash) {
    return Long.rotateLeft(hash, HALF) | 1;
  }

  /** Collects the hashes of keys whose number is not known yet. Not thread-safe. */
  static final class Builder {

    private static final int ROOM = 1024;

    private long[] hashes = new long[ROOM];
    private int count;

    void add(byte[] key) {
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * count);
      }
      hashes[count++] = hash(key, 0, key.length);
    }

    /** Returns the bytes of the filter. */
    byte[] build() {
      byte[] bytes = new byte[BloomFilter.bytes(count)];
      BloomFilter filter = new BloomFilter(bytes, 0, bytes.length);
      for (int i = 0; i < count; i++) {
        filter.add(hashes[i]);
      }
      return bytes;
    }
  }
}
