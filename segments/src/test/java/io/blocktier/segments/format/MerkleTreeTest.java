package io.blocktier.segments.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shape that RFC 9162 gives a tree of any number of leaves. */
class MerkleTreeTest {

  private static final int MOST_LEAVES = 70;

  private final Sha256 sha = new Sha256();

  private byte[] leaves(int count) {
    byte[] hashes = new byte[count * Sha256.BYTES];
    for (int i = 0; i < count; i++) {
      sha.hash(Sha256.RECORD, new byte[] {(byte) i}, 0, 1, hashes, i * Sha256.BYTES);
    }
    return hashes;
  }

  /** The definition: two halves, of which the left one is the largest power of two. */
  private byte[] byDefinition(byte[] hashes, int from, int count) {
    if (count == 1) {
      return Arrays.copyOfRange(hashes, from * Sha256.BYTES, (from + 1) * Sha256.BYTES);
    }
    int left = Integer.highestOneBit(count - 1);
    byte[] pair = new byte[2 * Sha256.BYTES];
    System.arraycopy(byDefinition(hashes, from, left), 0, pair, 0, Sha256.BYTES);
    System.arraycopy(
        byDefinition(hashes, from + left, count - left), 0, pair, Sha256.BYTES, Sha256.BYTES);
    sha.hash(Sha256.NODE, pair, 0, pair.length, pair, 0);
    return Arrays.copyOf(pair, Sha256.BYTES);
  }

  private static byte[] first(byte[] hashes) {
    return Arrays.copyOf(hashes, Sha256.BYTES);
  }

  @Test
  void foldingGivesTheHashOfTheDefinition() {
    for (int count = 1; count <= MOST_LEAVES; count++) {
      byte[] hashes = leaves(count);
      byte[] expected = byDefinition(hashes, 0, count);
      MerkleTree.fold(sha, hashes, count);
      assertThat(first(hashes)).isEqualTo(expected);
    }
  }

  @Test
  void pathOfEveryLeafLeadsThereAndFromNoOtherPlace() {
    for (int count = 1; count <= MOST_LEAVES; count++) {
      byte[] all = leaves(count);
      byte[] top = byDefinition(all, 0, count);
      for (int leaf = 0; leaf < count; leaf++) {
        List<byte[]> path = MerkleTree.path(sha, all.clone(), count, leaf);
        byte[] pair = Arrays.copyOfRange(all, leaf * Sha256.BYTES, (leaf + 2) * Sha256.BYTES);
        byte[] moved = pair.clone();

        assertThat(MerkleTree.climb(sha, pair, count, leaf, path)).isTrue();
        assertThat(first(pair)).isEqualTo(top);
        boolean elsewhere = MerkleTree.climb(sha, moved, count, leaf ^ 1, path);
        assertThat(elsewhere && count > 1 && Arrays.equals(first(moved), top)).isFalse();
      }
    }
  }
}
