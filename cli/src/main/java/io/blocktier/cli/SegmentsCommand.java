package io.blocktier.cli;

import picocli.CommandLine.Command;

/** The verbs about small records, and the segments that they are packed into. */
@Command(
    name = "segments",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "VERB",
    description = {
      "Keep small records by key, many of them in one block of a store: the section 'segments' of"
          + " --config says where.",
      "Verbs that write take the log of the configuration, and whoever wrote before is shut out."
          + " Verbs that only show segments touch neither.",
      "A key is any text of 1 to 4,096 bytes of UTF-8."
    },
    footer = {"", "Example: blocktier segments put --config store.yaml orders/17 order.json"})
final class SegmentsCommand implements Runnable {

  @Override
  public void run() {
    throw CommandException.usage(
        "segments needs a verb, such as put, get, scan or ls",
        "'blocktier segments --help' lists them");
  }
}
