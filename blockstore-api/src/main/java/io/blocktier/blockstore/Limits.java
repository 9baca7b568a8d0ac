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
 */
public record Limits(
    long maxBlockBytes,
    long maxWriteBytes,
    long minPartBytes,
    long maxPartBytes,
    int maxParts,
    int maxAppends) {

  /** No bounds but those of the types. */
  public static final Limits NONE =
      new Limits(
          Long.MAX_VALUE, Long.MAX_VALUE, 1, Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative, or the smallest part is larger than the
   *     largest
   */
  public Limits {
    boolean negative =
        maxBlockBytes < 0
            || maxWriteBytes < 0
            || minPartBytes < 0
            || maxParts < 0
            || maxAppends < 0;
    if (negative || minPartBytes > maxPartBytes) {
      throw new IllegalArgumentException("a store's limits contradict each other");
    }
  }
}
