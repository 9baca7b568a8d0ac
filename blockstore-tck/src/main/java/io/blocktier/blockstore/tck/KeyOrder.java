package io.blocktier.blockstore.tck;

import java.util.Comparator;

/**
 * The order of strings by their UTF-8 bytes, which is the order of their code points. Unlike {@link
 * io.blocktier.blockstore.BlockKey}'s it takes any string, such as the beginning of a listing.
 */
enum KeyOrder implements Comparator<String> {
  UTF8;

  @Override
  public int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Surrogates stand for code points above all that fit into one char. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }
}
