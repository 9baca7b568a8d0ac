package io.blocktier.cache;

import io.blocktier.blockstore.Durability;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a cache is set up. Immutable.
 *
 * @param directory where its files are; one process at a time
 * @param diskBytes what the files take at most
 * @param maxBlocks how many blocks are cached at most
 * @param index what tells where each of them is
 * @param maxAtRiskBytes how many bytes may wait for the store beneath; writers wait at that bound,
 *     but for those of blocks larger than 1 MiB, which go straight to the store where they would
 *     leave less than a quarter of it
 * @param maxStagedBytes the largest block that is staged; larger ones go straight to the store
 * @param durability what the receipt of a write promises that asks for nothing else
 * @param patience how long a call waits: for room, for another call on its block, for the store
 * @param flushConcurrency how many blocks travel to the store at a time
 * @param flushBackoff how long a block waits that the store could not take, at first
 * @param flushMaxBackoff how long it waits at most
 * @param reads what reads may take
 * @param lateness how long a call on the store may still take effect after it failed without saying
 *     whether it did
 * @param diskDeadline how long a call to the disk of the files may take; one that takes longer
 *     makes it a stalled one
 */
public record CacheOptions(
    Path directory,
    long diskBytes,
    long maxBlocks,
    IndexKind index,
    long maxAtRiskBytes,
    int maxStagedBytes,
    Durability durability,
    Duration patience,
    int flushConcurrency,
    Duration flushBackoff,
    Duration flushMaxBackoff,
    ReadOptions reads,
    Duration lateness,
    Duration diskDeadline) {

  /** What {@link #lateness} is where nothing else is known of the store. */
  public static final Duration DEFAULT_LATENESS = Duration.ofSeconds(15);

  /** What {@link #diskDeadline} is where nothing else is known of the disk. */
  public static final Duration DEFAULT_DISK_DEADLINE = Duration.ofSeconds(30);

  /** The most that {@link #maxStagedBytes} may be. */
  public static final int MAX_STAGED_BYTES = 256 << 20;

  /** How many blocks of {@link #maxStagedBytes} there has to be room for on disk. */
  public static final int STAGED_BLOCKS_ON_DISK = 20;

  /**
   * How many files of the journal there may be beyond the size, for what has to move on a disk that
   * has failed. As long as the oldest one has a block at risk, or what a power cut would leave of
   * one that is in memory alone, none is ever free again; and each move that the disk fails begins
   * another.
   */
  public static final int LENT_SEGMENTS = 4;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive, more may be at risk than half of what
   *     the files hold, or the largest block is too large for them
   */
  public CacheOptions {
    if (maxAtRiskBytes <= 0
        || flushConcurrency <= 0
        || !patience.isPositive()
        || !diskDeadline.isPositive()) {
      throw new IllegalArgumentException(
          "bytes at risk, concurrency, patience and the deadline of the disk have to be positive");
    }
    if (maxAtRiskBytes > diskBytes / 2) {
      throw new IllegalArgumentException(
          maxAtRiskBytes + " bytes at risk need at least twice as many on disk, not " + diskBytes);
    }
    if (maxStagedBytes <= 0
        || maxStagedBytes > MAX_STAGED_BYTES
        || maxStagedBytes > diskBytes / STAGED_BLOCKS_ON_DISK) {
      throw new IllegalArgumentException(
          "blocks of "
              + maxStagedBytes
              + " bytes cannot be staged; the bounds are "
              + MAX_STAGED_BYTES
              + " and a part of the disk");
    }
  }

  /**
   * Describes a cache whose store has the usual lateness, and its disk the usual deadline.
   *
   * @param directory where its files are; one process at a time
   * @param diskBytes what the files take at most
   * @param maxBlocks how many blocks are cached at most
   * @param index what tells where each of them is
   * @param maxAtRiskBytes how many bytes may wait for the store beneath
   * @param maxStagedBytes the largest block that is staged
   * @param durability what the receipt of a write promises that asks for nothing else
   * @param patience how long a call waits
   * @param flushConcurrency how many blocks travel to the store at a time
   * @param flushBackoff how long a block waits that the store could not take, at first
   * @param flushMaxBackoff how long it waits at most
   * @param reads what reads may take
   */
  public CacheOptions(
      Path directory,
      long diskBytes,
      long maxBlocks,
      IndexKind index,
      long maxAtRiskBytes,
      int maxStagedBytes,
      Durability durability,
      Duration patience,
      int flushConcurrency,
      Duration flushBackoff,
      Duration flushMaxBackoff,
      ReadOptions reads) {
    this(
        directory,
        diskBytes,
        maxBlocks,
        index,
        maxAtRiskBytes,
        maxStagedBytes,
        durability,
        patience,
        flushConcurrency,
        flushBackoff,
        flushMaxBackoff,
        reads,
        DEFAULT_LATENESS,
        DEFAULT_DISK_DEADLINE);
  }
}
