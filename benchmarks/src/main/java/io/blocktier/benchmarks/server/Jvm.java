package io.blocktier.benchmarks.server;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM is started: as this one was. */
final class Jvm {

  private Jvm() {}

  /** Returns the command that runs a program of this class path. */
  static List<String> command(Class<?> program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path", ""));
    command.add(program.getName());
    return command;
  }
}
