package io.blocktier.cli;

import picocli.CommandLine.Command;

/** The verbs about configuration. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "VERB",
    description = "Check a configuration, or print the reference of all keys.",
    footer = {"", "Example: blocktier config check blocktier.yaml"})
final class ConfigCommand implements Runnable {

  @Override
  public void run() {
    throw CommandException.usage(
        "config needs a verb: check or reference", "'blocktier config --help' shows how");
  }
}
