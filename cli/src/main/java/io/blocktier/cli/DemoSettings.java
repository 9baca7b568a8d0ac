package io.blocktier.cli;

import io.blocktier.blockstore.spi.SettingType;
import java.util.Locale;

/**
 * How the demo works.
 *
 * @param jobs how many blocks are worked on side by side
 * @param blockSize where files are cut, in bytes
 * @param keep whether the blocks stay
 */
record DemoSettings(int jobs, int blockSize, boolean keep) {

  private static final long LEAST_BLOCK_BYTES = 1 << 10;
  private static final long MOST_BLOCK_BYTES = 64 << 20;

  /** What the buffers take: one for the store and one for the file, for each job. */
  private static final long MOST_BUFFER_BYTES = 512 << 20;

  static DemoSettings of(int jobs, String blockSize, boolean keep) {
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
    return new DemoSettings(jobs, (int) bytes, keep);
  }
}
