package io.blocktier.segments.manifest;

/**
 * The least and the greatest key of some records. Immutable and thread-safe.
 *
 * @param least at most {@value #MAX_KEY_BYTES} bytes
 * @param greatest not less than the least
 */
public record KeySpan(Bytes least, Bytes greatest) {

  /** The longest key. */
  public static final int MAX_KEY_BYTES = 4096;

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if it is wrong, or a key is too long
   */
  public KeySpan {
    boolean ordered = least.compareTo(greatest) <= 0;
    if (!ordered || least.length() > MAX_KEY_BYTES || greatest.length() > MAX_KEY_BYTES) {
      throw new IllegalArgumentException("there are no keys from " + least + " to " + greatest);
    }
  }

  /**
   * Tells whether a key may be among the records.
   *
   * @param key the key
   * @return whether it lies between the least and the greatest
   */
  public boolean covers(Bytes key) {
    return least.compareTo(key) <= 0 && key.compareTo(greatest) <= 0;
  }
}
