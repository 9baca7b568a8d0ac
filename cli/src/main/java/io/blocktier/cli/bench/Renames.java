package io.blocktier.cli.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Renames of a file over another, each made durable by a force of the directory.
 *
 * @param directory whose names change
 * @param clock says how long
 */
record Renames(Path directory, RoundClock clock) {

  CallTimes run() throws IOException {
    Path[] names = {directory.resolve("name-a"), directory.resolve("name-b")};
    Files.write(names[0], new byte[1]);
    try (FileChannel forced = FileChannel.open(directory, StandardOpenOption.READ)) {
      return clock.repeat(
          Long.MAX_VALUE,
          number -> {
            Files.move(
                names[(int) (number % 2)],
                names[(int) ((number + 1) % 2)],
                StandardCopyOption.ATOMIC_MOVE);
            forced.force(true);
            return 0;
          });
    }
  }
}
