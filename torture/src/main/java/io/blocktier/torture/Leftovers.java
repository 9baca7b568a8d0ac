package io.blocktier.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a lane has left on the machine though it ended. */
final class Leftovers {

  private Leftovers() {}

  /** Lists the mounts below a directory, and the loop devices whose files are below it. */
  static List<String> below(Path directory) throws IOException {
    List<String> left = new ArrayList<>();
    for (String line : lines(Path.of("/proc/mounts"))) {
      if (line.contains(" " + directory + "/")) {
        left.add("still mounted: " + line);
      }
    }
    for (Path backing : backingFiles()) {
      lines(backing).stream()
          .filter(file -> file.startsWith(directory + "/"))
          .forEach(file -> left.add("still a loop device: " + file));
    }
    return left;
  }

  /** Lists the files below a directory that this process has open. */
  static List<String> open(Path directory) throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return List.of();
    }
    List<String> open = new ArrayList<>();
    try (Stream<Path> all = Files.list(descriptors)) {
      for (Path descriptor : all.toList()) {
        target(descriptor).filter(file -> file.startsWith(directory + "/")).ifPresent(open::add);
      }
    }
    return open;
  }

  private static Optional<String> target(Path descriptor) throws IOException {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor).toString());
    } catch (NoSuchFileException closed) {
      return Optional.empty();
    }
  }

  private static List<Path> backingFiles() throws IOException {
    Path devices = Path.of("/sys/block");
    if (!Files.isDirectory(devices)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(devices)) {
      return all.map(device -> device.resolve("loop/backing_file")).toList();
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
  }
}
