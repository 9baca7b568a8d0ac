package io.blocktier.gateway;

/**
 * A right on the buckets of some names.
 *
 * @param buckets a bucket's name, in which each {@code *} stands for any characters
 * @param right what is allowed there
 */
public record Grant(String buckets, Right right) {

  /** Checks the pattern. */
  public Grant {
    if (buckets.isEmpty()) {
      throw new IllegalArgumentException("a grant needs the name of a bucket, or *");
    }
  }

  /**
   * A right on all buckets.
   *
   * @param right what is allowed
   * @return the grant
   */
  public static Grant everywhere(Right right) {
    return new Grant("*", right);
  }

  /**
   * Returns whether the grant suffices for a bucket.
   *
   * @param needed the right that is asked for
   * @param bucket the name of the bucket
   * @return true if it does
   */
  public boolean allows(Right needed, String bucket) {
    return right.covers(needed) && matches(bucket);
  }

  /** A star that failed is tried one character further on, and only the last star has to be. */
  private boolean matches(String bucket) {
    int star = -1;
    int resume = 0;
    int p = 0;
    int b = 0;
    while (b < bucket.length()) {
      if (p < buckets.length() && buckets.charAt(p) == '*') {
        star = p++;
        resume = b;
      } else if (p < buckets.length() && buckets.charAt(p) == bucket.charAt(b)) {
        p++;
        b++;
      } else if (star >= 0) {
        p = star + 1;
        b = ++resume;
      } else {
        return false;
      }
    }
    while (p < buckets.length() && buckets.charAt(p) == '*') {
      p++;
    }
    return p == buckets.length();
  }
}
