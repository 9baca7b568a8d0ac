package io.blocktier.cli;

import io.blocktier.blockstore.spi.SettingType;
import io.blocktier.cli.bench.DiskPlan;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What measurements are told. */
final class BenchArguments {

  private static final Duration LEAST_LENGTH = Duration.ofMillis(10);
  private static final Duration MOST_LENGTH = Duration.ofMinutes(10);
  private static final SettingType<Long> FILE_SIZE =
      SettingType.size(DiskPlan.LEAST_FILE_BYTES, DiskPlan.MOST_FILE_BYTES);

  private BenchArguments() {}

  static Path required(@Nullable Path directory) {
    if (directory == null || directory.toString().isEmpty()) {
      throw CommandException.usage("no directory is named", "name one on the disk to be measured");
    }
    return directory;
  }

  static Duration length(String text) {
    Duration length = parsed("--length", SettingType.DURATION, text, "write 500ms, 2s or 1m");
    if (length.compareTo(LEAST_LENGTH) < 0 || length.compareTo(MOST_LENGTH) > 0) {
      throw CommandException.usage("--length is " + text, "write a time from 10ms to 10m");
    }
    return length;
  }

  static long fileSize(String text) {
    return parsed("--file-size", FILE_SIZE, text, "write a size from 16MiB to 16GiB");
  }

  static <T> T parsed(String option, SettingType<T> type, String text, String remedy) {
    try {
      return type.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(option + ": " + e.getMessage(), remedy);
    }
  }
}
