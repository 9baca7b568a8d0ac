package io.blocktier.blockstore;

/**
 * The numbers that bound a store's requests. A request beyond one is refused with {@link
 * InvalidRequestException} before a byte is sent. Immutable.
 *
 * @param maxBlockBytes the largest block
 * @param maxWriteBytes the largest content of one {@link BlockStore#write}, {@link
 *     BlockStore#append}
 * @param minPartBytes the smallest part of an upload, except the last
 * @param maxPartBytes the largest part of an upload
 * @param maxParts the most parts of an upload, numbered from 1
 * @param maxAppends the most appends to one block, 0 without {@link Capability#APPEND}
 * @param maxKeyBytes the longest key in bytes of UTF-8, 1 to {@value BlockKey#MAX_BYTES}
 */
public record Limits(
    long maxBlockBytes,
    long maxWriteBytes,
    long minPartBytes,
    long maxPartBytes,
    int maxParts,
    int maxAppends,
    int maxKeyBytes) {

  /** No bounds but those of the types. */
  public static final Limits NONE =
      new Limits(
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          1,
          Long.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          BlockKey.MAX_BYTES);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative, the smallest part is larger than the
   *     largest, or there is no legal key as long as the longest
   */
  public Limits {
    boolean negative =
        maxBlockBytes < 0
            || maxWriteBytes < 0
            || minPartBytes < 0
            || maxParts < 0
            || maxAppends < 0;
    boolean noKey = maxKeyBytes < 1 || maxKeyBytes > BlockKey.MAX_BYTES;
    if (negative || noKey || minPartBytes > maxPartBytes) {
      throw new IllegalArgumentException("a store's limits contradict each other");
    }
  }

  /**
   * Returns these limits with another one for the content of one write.
   *
   * @param bytes the largest content of one {@link BlockStore#write}, {@link BlockStore#append}
   * @return the other limits
   * @throws IllegalArgumentException if it is negative
   */
  public Limits withMaxWriteBytes(long bytes) {
    return new Limits(
        maxBlockBytes, bytes, minPartBytes, maxPartBytes, maxParts, maxAppends, maxKeyBytes);
  }

  /**
   * Returns these limits with another one for the appends to one block.
   *
   * @param appends the most appends to one block
   * @return the other limits
   * @throws IllegalArgumentException if it is negative
   */
  public Limits withMaxAppends(int appends) {
    return new Limits(
        maxBlockBytes, maxWriteBytes, minPartBytes, maxPartBytes, maxParts, appends, maxKeyBytes);
  }

  /**
   * Returns these limits with another one for keys.
   *
   * @param bytes the longest key in bytes of UTF-8
   * @return the other limits
   * @throws IllegalArgumentException if there is no legal key of that length
   */
  public Limits withMaxKeyBytes(int bytes) {
    return new Limits(
        maxBlockBytes, maxWriteBytes, minPartBytes, maxPartBytes, maxParts, maxAppends, bytes);
  }
}
