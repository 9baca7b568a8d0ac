package io.blocktier.cli.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a disk is examined. Immutable.
 *
 * @param directory on the disk
 * @param length how long each measurement takes
 * @param fileBytes how large the file is that is written and read in order
 */
public record DiskPlan(Path directory, Duration length, long fileBytes) {

  /** The smallest file: less says nothing of a disk. */
  public static final long LEAST_FILE_BYTES = 16L << 20;

  /** The largest file. */
  public static final long MOST_FILE_BYTES = 16L << 30;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is exceeded
   */
  public DiskPlan {
    if (!length.isPositive()) {
      throw new IllegalArgumentException("a measurement takes time");
    }
    if (fileBytes < LEAST_FILE_BYTES || fileBytes > MOST_FILE_BYTES) {
      throw new IllegalArgumentException("a file of 16MiB to 16GiB is needed");
    }
  }
}
