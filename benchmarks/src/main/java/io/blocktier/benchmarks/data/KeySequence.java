package io.blocktier.benchmarks.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The order in which blocks are asked for, made before anybody is measured. Immutable. */
public final class KeySequence {

  /** After how many the sequence begins anew. */
  public static final int LENGTH = 1 << 20;

  private final int[] keys;

  private KeySequence(int[] keys) {
    this.keys = keys;
  }

  /**
   * Asks for all keys equally often.
   *
   * @param count how many keys there are
   * @param seed decides the order
   * @return the sequence
   */
  public static KeySequence uniform(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new KeySequence(random.ints(LENGTH, 0, count).toArray());
  }

  /**
   * Asks for few keys most of the time, as Zipf's law says: the key of rank n as often as n to the
   * power of minus the exponent. Ranks are spread over the keys, so that those asked for most are
   * not neighbours.
   *
   * @param count how many keys there are
   * @param exponent how uneven it is; 0.99 is what YCSB takes
   * @param seed decides the order
   * @return the sequence
   */
  public static KeySequence zipf(int count, double exponent, long seed) {
    double[] upTo = new double[count];
    double sum = 0;
    for (int rank = 0; rank < count; rank++) {
      sum += Math.pow(rank + 1, -exponent);
      upTo[rank] = sum;
    }
    SplittableRandom random = new SplittableRandom(seed);
    int[] spread = shuffled(count, random);
    int[] keys = new int[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
      keys[i] = spread[Math.min(count - 1, found < 0 ? -found - 1 : found)];
    }
    return new KeySequence(keys);
  }

  private static int[] shuffled(int count, SplittableRandom random) {
    int[] keys = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      keys[i] = keys[other];
      keys[other] = i;
    }
    return keys;
  }

  /**
   * Returns one key.
   *
   * @param position any number, from 0; the sequence begins anew behind a million
   * @return the key
   */
  public int key(int position) {
    return keys[position & (LENGTH - 1)];
  }
}
