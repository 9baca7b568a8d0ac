package io.blocktier.config;

/**
 * How many characters were mistyped: insertions, deletions, substitutions and swaps of neighbours
 * (optimal string alignment).
 */
final class EditDistance {

  /** What is longer is cut: a mistyped key is not that long. */
  static final int MAX_CHARS = 128;

  private final String left;
  private final String right;
  private final int[][] distances;

  private EditDistance(String left, String right) {
    this.left = left.substring(0, Math.min(left.length(), MAX_CHARS));
    this.right = right.substring(0, Math.min(right.length(), MAX_CHARS));
    this.distances = new int[this.left.length() + 1][this.right.length() + 1];
  }

  static int between(String left, String right) {
    return new EditDistance(left, right).compute();
  }

  private int compute() {
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        distances[i][j] = i == 0 || j == 0 ? i + j : least(i, j);
      }
    }
    return distances[left.length()][right.length()];
  }

  private int least(int i, int j) {
    int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
    int replaced = distances[i - 1][j - 1] + change;
    int inserted = 1 + Math.min(distances[i - 1][j], distances[i][j - 1]);
    int best = Math.min(replaced, inserted);
    return swapped(i, j) ? Math.min(best, distances[i - 2][j - 2] + 1) : best;
  }

  private boolean swapped(int i, int j) {
    return i > 1
        && j > 1
        && left.charAt(i - 1) == right.charAt(j - 2)
        && left.charAt(i - 2) == right.charAt(j - 1);
  }
}
