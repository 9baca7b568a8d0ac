package io.blocktier.blockstore.tck;

import java.nio.ByteBuffer;
import java.util.Random;

/** Bytes to write: random ones from a seed, and stamped ones that say which version they are. */
final class TestBytes {

  /** Versions have 1 to this many words, so that most overwrites change the size. */
  private static final int MOST_WORDS = 5_000;

  private TestBytes() {}

  static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static int mostStampedBytes() {
    return MOST_WORDS * Long.BYTES;
  }

  /** A version whose every word and whose size follow from its number. */
  static byte[] stamped(long version) {
    ByteBuffer buffer = ByteBuffer.allocate(words(version) * Long.BYTES);
    for (int i = 0; i < words(version); i++) {
      buffer.putLong(word(version, i));
    }
    return buffer.array();
  }

  /** Reads which version a whole block is, and fails if it is a mixture of several. */
  static long version(ByteBuffer block) {
    long version = block.getLong(block.position());
    if (block.remaining() != words(version) * Long.BYTES) {
      throw new AssertionError(
          "version " + version + " has " + block.remaining() + " bytes: a mixture of versions");
    }
    checkWords(version, 0, block.duplicate());
    return version;
  }

  /** Checks that words from a place in a block are of one version. */
  static void checkWords(long version, int firstWord, ByteBuffer words) {
    for (int i = firstWord; words.hasRemaining(); i++) {
      if (words.getLong() != word(version, i)) {
        throw new AssertionError(
            "word " + i + " is not of version " + version + ": a mixture of versions");
      }
    }
  }

  private static int words(long version) {
    return 1 + Math.floorMod(version * 2_654_435_761L, MOST_WORDS);
  }

  private static long word(long version, int index) {
    return index == 0 ? version : version * 0x9E3779B97F4A7C15L + index;
  }
}
