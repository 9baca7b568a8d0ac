package io.blocktier.benchmarks.data;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes blocks of one size and shape, the same for the same seed, about as fast as memory is
 * written: each unit is a piece of a small random pool, which stays in the processor's cache, with
 * a random word of its own folded in. So no two units are alike to a compressor or to whoever looks
 * for duplicates, except where they have to be.
 *
 * <p>Compressible units begin with random bytes and end with one word again and again. Duplicates
 * are further apart than the 64 KiB that LZ4 looks back, so that both ratios hold together. Not
 * thread-safe: one for each thread.
 */
public final class DataGenerator {

  /** What is there twice, where something is. */
  public static final int UNIT_BYTES = 4096;

  private static final int GROUP = 1024;
  private static final int POOL_WORDS = 1 << 15;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long[] pool = new long[POOL_WORDS];
  private final long[] unit;
  private final long seed;
  private final int blockBytes;
  private final int unitBytes;
  private final int randomWords;
  private final int distinct;

  /**
   * Prepares a sequence of blocks.
   *
   * @param shape what is to gain from them
   * @param seed decides every byte
   * @param blockBytes how long they are: positive, and a multiple of 8; above 4 KiB a multiple of
   *     that
   * @throws IllegalArgumentException if the length is another
   */
  public DataGenerator(DataShape shape, long seed, int blockBytes) {
    this.unitBytes = Math.min(blockBytes, UNIT_BYTES);
    if (blockBytes <= 0 || blockBytes % Long.BYTES != 0 || blockBytes % unitBytes != 0) {
      throw new IllegalArgumentException(
          blockBytes + " bytes are no multiple of 8, or above 4096 of 4096");
    }
    this.blockBytes = blockBytes;
    this.seed = seed;
    this.unit = new long[unitBytes / Long.BYTES];
    this.randomWords = randomBytes(unitBytes, shape.compression()) / Long.BYTES;
    this.distinct = (int) Math.round(GROUP / shape.duplication());
    SplittableRandom random = new SplittableRandom(seed);
    Arrays.setAll(pool, _ -> random.nextLong());
  }

  /** What LZ4 adds to a unit of literals and one match, taken off what is random of it. */
  private static int randomBytes(int unitBytes, double compression) {
    if (compression == 1) {
      return unitBytes;
    }
    double target = unitBytes / compression;
    double lengths = unitBytes / 255.0;
    double sequence = 1 + 2 + 2 + Long.BYTES;
    return (int) Math.max(0, Math.round((target - lengths - sequence) / Long.BYTES)) * Long.BYTES;
  }

  /**
   * Makes one block.
   *
   * @param block its number, from 0
   * @return its bytes, which are the caller's
   */
  public byte[] block(long block) {
    ByteBuffer bytes = ByteBuffer.allocate(blockBytes);
    fill(block, bytes);
    return bytes.array();
  }

  /**
   * Writes one block to a buffer.
   *
   * @param block its number, from 0
   * @param target has room for it; its position moves behind it
   */
  public void fill(long block, ByteBuffer target) {
    int units = blockBytes / unitBytes;
    LongBuffer words = target.asLongBuffer();
    for (int i = 0; i < units; i++) {
      make(identity(block * units + i));
      words.put(unit);
    }
    target.position(target.position() + blockBytes);
  }

  /** Units with the same identity are the same. */
  private long identity(long number) {
    long first = number / GROUP * GROUP;
    return first + (number - first) % distinct;
  }

  private void make(long identity) {
    long mixed = mix(seed + identity * GOLDEN);
    long word = mix(mixed);
    int from = (int) (mixed >>> 32) & (POOL_WORDS - 1);
    int atOnce = Math.min(randomWords, POOL_WORDS - from);
    fold(from, 0, atOnce, word);
    fold(0, atOnce, randomWords, word);
    Arrays.fill(unit, randomWords, unit.length, word);
  }

  private void fold(int poolAt, int from, int to, long word) {
    for (int i = from; i < to; i++) {
      unit[i] = pool[poolAt + i - from] ^ word;
    }
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
