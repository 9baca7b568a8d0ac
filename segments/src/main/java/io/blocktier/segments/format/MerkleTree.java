package io.blocktier.segments.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Binary trees of hashes: neighbours make a node, level by level; one that is left over goes up as
 * it is. The shape follows from the number of leaves (RFC 9162, section 2.1).
 */
final class MerkleTree {

  private MerkleTree() {}

  /** Folds hashes that stand one behind the other; their one hash then stands first. */
  static void fold(Sha256 sha, byte[] hashes, int count) {
    for (int nodes = count; nodes > 1; nodes = above(nodes)) {
      foldOnce(sha, hashes, nodes);
    }
  }

  /** Returns how many nodes are above some, without a sum that could be too great. */
  private static int above(int nodes) {
    return nodes / 2 + nodes % 2;
  }

  private static void foldOnce(Sha256 sha, byte[] hashes, int nodes) {
    for (int left = 0; left < nodes; left += 2) {
      int from = left * Sha256.BYTES;
      int to = from / 2;
      if (left + 1 < nodes) {
        sha.hash(Sha256.NODE, hashes, from, 2 * Sha256.BYTES, hashes, to);
      } else {
        System.arraycopy(hashes, from, hashes, to, Sha256.BYTES);
      }
    }
  }

  /** Folds hashes as {@link #fold} does, and returns what one of them met on its way up. */
  static List<byte[]> path(Sha256 sha, byte[] hashes, int count, int leaf) {
    List<byte[]> path = new ArrayList<>();
    int node = leaf;
    for (int nodes = count; nodes > 1; nodes = above(nodes)) {
      int sibling = node ^ 1;
      if (sibling < nodes) {
        int from = sibling * Sha256.BYTES;
        path.add(Arrays.copyOfRange(hashes, from, from + Sha256.BYTES));
      }
      foldOnce(sha, hashes, nodes);
      node /= 2;
    }
    return path;
  }

  /**
   * Goes up from a leaf, whose hash stands first in an array of two; the hash of all then stands
   * there. Tells whether the path has the length that it must have.
   */
  static boolean climb(Sha256 sha, byte[] pair, int count, int leaf, List<byte[]> path) {
    int used = 0;
    int node = leaf;
    for (int nodes = count; nodes > 1; nodes = above(nodes)) {
      if ((node ^ 1) < nodes) {
        if (used == path.size() || path.get(used).length != Sha256.BYTES) {
          return false;
        }
        join(sha, pair, path.get(used++), node % 2 == 0);
      }
      node /= 2;
    }
    return used == path.size();
  }

  private static void join(Sha256 sha, byte[] pair, byte[] sibling, boolean isRight) {
    if (!isRight) {
      System.arraycopy(pair, 0, pair, Sha256.BYTES, Sha256.BYTES);
    }
    System.arraycopy(sibling, 0, pair, isRight ? Sha256.BYTES : 0, Sha256.BYTES);
    sha.hash(Sha256.NODE, pair, 0, 2 * Sha256.BYTES, pair, 0);
  }
}
