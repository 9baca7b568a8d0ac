package io.blocktier.blockstore.tck;

import java.util.List;

/**
 * What goes wrong with a {@link SimulatedDisk} while it has power, as data: the first rule that
 * covers a call, whose turn it is and whose dice say so. The same seed gives the same faults to the
 * same sequence of calls. Immutable and thread-safe.
 *
 * @param seed decides the dice
 * @param rules in the order in which they are asked
 * @param capacityBytes room for the bytes of all files; of each file counts what was written, in
 *     pages of 4096 bytes
 */
public record DiskFaults(long seed, List<DiskFaultRule> rules, long capacityBytes) {

  private static final long DEFAULT_CAPACITY_BYTES = 1L << 40;

  /**
   * Copies the rules.
   *
   * @throws IllegalArgumentException if the capacity is negative
   */
  public DiskFaults {
    if (capacityBytes < 0) {
      throw new IllegalArgumentException("a disk cannot have " + capacityBytes + " bytes");
    }
    rules = List.copyOf(rules);
  }

  /**
   * Returns faults of a disk that has 1 TiB.
   *
   * @param seed decides the dice
   * @param rules in the order in which they are asked
   * @return the faults
   */
  public static DiskFaults of(long seed, DiskFaultRule... rules) {
    return new DiskFaults(seed, List.of(rules), DEFAULT_CAPACITY_BYTES);
  }

  /**
   * Returns these faults with another capacity.
   *
   * @param bytes room for the bytes of all files
   * @return the changed faults
   */
  public DiskFaults withCapacity(long bytes) {
    return new DiskFaults(seed, rules, bytes);
  }
}
