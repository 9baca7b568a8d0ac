package io.blocktier.blockstore.tck;

import java.time.Duration;

/**
 * How much the contract suite does. The defaults suit a store that answers within a few
 * milliseconds; slow fixtures lower the numbers. Immutable and thread-safe.
 *
 * @param racers how many threads race against each other, at least 2
 * @param largeBytes the size of a block that a store has to split, in bytes
 * @param listedKeys how many blocks a long listing has; the default is one more than a page
 * @param batchKeys how many blocks are deleted in one call
 * @param deadline how long a race may take at most
 */
public record ContractScale(
    int racers, int largeBytes, int listedKeys, int batchKeys, Duration deadline) {

  /** What applies where a fixture says nothing. */
  public static final ContractScale DEFAULT =
      new ContractScale(64, 9 << 20, 1_001, 2_500, Duration.ofSeconds(60));

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are fewer than two racers, or nothing to list, delete
   *     or split
   */
  public ContractScale {
    if (racers < 2 || largeBytes < 1 || listedKeys < 1 || batchKeys < 1) {
      throw new IllegalArgumentException("a contract of nothing proves nothing");
    }
  }

  /**
   * Returns this scale with another number of racing threads.
   *
   * @param threads at least 2
   * @return the changed scale
   */
  public ContractScale withRacers(int threads) {
    return new ContractScale(threads, largeBytes, listedKeys, batchKeys, deadline);
  }

  /**
   * Returns this scale with another size of large blocks.
   *
   * @param bytes at least 1
   * @return the changed scale
   */
  public ContractScale withLargeBytes(int bytes) {
    return new ContractScale(racers, bytes, listedKeys, batchKeys, deadline);
  }

  /**
   * Returns this scale with other numbers of blocks.
   *
   * @param listed how many blocks a long listing has
   * @param batch how many blocks are deleted in one call
   * @return the changed scale
   */
  public ContractScale withKeys(int listed, int batch) {
    return new ContractScale(racers, largeBytes, listed, batch, deadline);
  }
}
