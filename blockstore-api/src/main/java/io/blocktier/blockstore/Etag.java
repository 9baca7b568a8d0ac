package io.blocktier.blockstore;

/**
 * The version of a block's content, opaque: two reads of a key with equal etags saw the same bytes.
 * It is not a digest of them; S3 Express gives random ones. Immutable and thread-safe.
 *
 * @param value the tag without surrounding quotes, 1 to {@value #MAX_LENGTH} visible ASCII
 *     characters
 */
public record Etag(String value) {

  /** The longest etag in characters. */
  public static final int MAX_LENGTH = 256;

  /**
   * Checks the tag, which travels in HTTP headers.
   *
   * @throws IllegalArgumentException if it is empty, too long, or holds a quote, a space or a
   *     character outside ASCII
   */
  public Etag {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("an etag has " + value.length() + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '"') {
        throw new IllegalArgumentException("an etag has a quote, a space or a non-ASCII character");
      }
    }
  }

  /**
   * Returns the etag with this value.
   *
   * @param value the tag without quotes
   * @return the etag
   * @throws IllegalArgumentException if the value is not legal
   */
  public static Etag of(String value) {
    return new Etag(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
