package io.blocktier.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the process of a contender is started: as this one was, with a heap of its own. */
final class WorkerCommand {

  private static final List<String> LEFT_OUT =
      List.of("-Xmx", "-Xms", "-javaagent", "-agentlib", "-XX:AOT");

  private WorkerCommand() {}

  /** Returns the command, with a directory for what native libraries unpack. */
  static List<String> of(String heap, Path temporary) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(options(heap));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-cp");
    command.add(System.getProperty("java.class.path", ""));
    command.add(WorkerMain.class.getName());
    return command;
  }

  static List<String> options(String heap) {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + heap);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> LEFT_OUT.stream().noneMatch(option::startsWith))
        .forEach(options::add);
    return options;
  }
}
