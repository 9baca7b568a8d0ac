package io.blocktier.cli;

import picocli.CommandLine.Command;

/** The verbs about what the store beneath a cache refuses. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "VERB",
    description = {
      "List blocks that the store refused to take from the cache, offer them again, or give them up.",
      "They stay readable through the cache, and count as at risk, until one of both is done."
    },
    footer = {"", "Example: blocktier quarantine list --config store.yaml photos/"})
final class QuarantineCommand implements Runnable {

  @Override
  public void run() {
    throw CommandException.usage(
        "quarantine needs a verb: list, retry or drop", "'blocktier quarantine --help' shows how");
  }
}
