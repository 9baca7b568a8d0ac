package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.KeyPrefix;
import java.time.Duration;
import java.util.Locale;

/**
 * Where a log is kept, and its bounds. Immutable and thread-safe.
 *
 * @param prefix what the keys of its blocks start with; ends with a slash, and names the log: bytes
 *     of another log are not taken for its own
 * @param maxRecordBytes the largest record
 * @param maxBatchBytes how many bytes of records one append carries at most, unless one record
 *     alone has more
 * @param maxPendingBytes how many bytes of records wait at most; further ones are refused at once
 * @param maxBlockBytes how far a block grows before the next is begun; the writer keeps as many
 *     bytes in memory, for stores that lag
 * @param maxBlockAppends how many appends a block takes; S3 Express has a limit of 10,000 parts
 * @param commitTimeout how long a batch waits for a quorum, and each step of opening likewise
 * @param retryPause how long a store is left alone after it failed
 */
public record LogOptions(
    KeyPrefix prefix,
    int maxRecordBytes,
    int maxBatchBytes,
    int maxPendingBytes,
    int maxBlockBytes,
    int maxBlockAppends,
    Duration commitTimeout,
    Duration retryPause) {

  private static final int MOST_NUMBER_DIGITS = 16;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one contradicts another
   */
  public LogOptions {
    if (!prefix.value().endsWith("/")) {
      throw new IllegalArgumentException("a log needs a prefix that ends with a slash");
    }
    BlockKey.of(prefix.value() + "0".repeat(MOST_NUMBER_DIGITS));
    boolean ordered = 1 <= maxRecordBytes && maxRecordBytes <= maxBlockBytes;
    if (!ordered || maxPendingBytes < maxRecordBytes || maxBatchBytes < 1 || maxBlockAppends < 3) {
      throw new IllegalArgumentException("the bounds of the log contradict each other");
    }
    if (!commitTimeout.isPositive() || retryPause.isNegative()) {
      throw new IllegalArgumentException("a log needs time to commit");
    }
  }

  /**
   * Returns options with bounds for most logs: records to 1 MiB, batches of 4 MiB, 16 MiB waiting,
   * blocks of 32 MiB and 9,000 appends, and ten seconds for a batch.
   *
   * @param prefix where the log is kept, with a slash at the end
   * @return the options
   */
  public static LogOptions under(String prefix) {
    return new LogOptions(
        KeyPrefix.of(prefix),
        1 << 20,
        4 << 20,
        16 << 20,
        32 << 20,
        9_000,
        Duration.ofSeconds(10),
        Duration.ofMillis(50));
  }

  BlockKey block(long number) {
    return BlockKey.of(prefix.value() + String.format(Locale.ROOT, "%016x", number));
  }

  /** What marks a store as one that has all that it ever acknowledged. */
  BlockKey member() {
    return BlockKey.of(prefix.value() + "member");
  }
}
