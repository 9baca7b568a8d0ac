package io.blocktier.cli;

import io.blocktier.blockstore.spi.SettingType;
import java.util.Locale;

/**
 * How the demo works.
 *
 * @param jobs how many blocks are worked on side by side
 * @param blockSize where files are cut, in bytes
 * @param keep whether the blocks stay
 * @param records how many records are written at most, where the demo has segments of its own
 */
record DemoSettings(int jobs, int blockSize, boolean keep, int records) {

  private static final long LEAST_BLOCK_BYTES = 1 << 10;
  private static final long MOST_BLOCK_BYTES = 64 << 20;

  private static final int MOST_RECORDS = 1_000_000;

  /** What the buffers take: one for the store and one for the file, for each job. */
  private static final long MOST_BUFFER_BYTES = 512 << 20;

  static DemoSettings of(int jobs, String blockSize, boolean keep, int records) {
    if (records < 0 || records > MOST_RECORDS) {
      throw CommandException.usage(
          String.format(Locale.ROOT, "--records is %d", records),
          String.format(Locale.ROOT, "write 0 to %d", MOST_RECORDS));
    }
    long bytes =
        WriteRequest.legal(
            () -> SettingType.size(LEAST_BLOCK_BYTES, MOST_BLOCK_BYTES).parse(blockSize));
    if (2L * jobs * bytes > MOST_BUFFER_BYTES) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT,
              "%d jobs with blocks of %s need more than %s of buffers",
              jobs,
              Units.bytes(bytes),
              Units.bytes(MOST_BUFFER_BYTES)),
          "take a smaller -j or --block-size");
    }
    return new DemoSettings(jobs, (int) bytes, keep, records);
  }
}
