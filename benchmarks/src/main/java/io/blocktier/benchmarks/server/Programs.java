package io.blocktier.benchmarks.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that may be installed. */
final class Programs {

  private static final List<String> SYSTEM = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");

  private Programs() {}

  static Optional<Path> find(String name) {
    Stream<String> path =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1));
    return Stream.concat(path, SYSTEM.stream())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Returns the first line of what a program says of itself, on either side. */
  static String version(String name, String option) {
    Optional<Path> program = find(name);
    if (program.isEmpty()) {
      return "none";
    }
    List<String> command = new ArrayList<>(List.of(program.get().toString(), option));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return said.lines().findFirst().orElse("unknown").strip();
    } catch (IOException e) {
      return "unknown: " + e.getMessage();
    }
  }
}
