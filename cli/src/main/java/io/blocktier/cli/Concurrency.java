package io.blocktier.cli;

import picocli.CommandLine.Option;

/** The option {@code -j}. */
final class Concurrency {

  static final int MOST = 256;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      defaultValue = "8",
      description =
          "How many blocks are worked on side by side, 1 to 256 (default: ${DEFAULT-VALUE}).")
  private int jobs;

  int jobs() {
    if (jobs < 1 || jobs > MOST) {
      throw CommandException.usage("-j is " + jobs, "write a number from 1 to " + MOST);
    }
    return jobs;
  }
}
