package io.blocktier.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A verb that only a source tree has: it needs libraries that are not shipped. */
@Command(hidden = true)
final class BenchElsewhereCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine line() {
    CommandLine line = new CommandLine(new BenchElsewhereCommand());
    return line.setUnmatchedArgumentsAllowed(true).setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public void run() {
    throw CommandException.usage(
        "'bench " + spec.name() + "' is not part of what is shipped",
        "run ./blocktier bench " + spec.name() + " in a source tree");
  }
}
