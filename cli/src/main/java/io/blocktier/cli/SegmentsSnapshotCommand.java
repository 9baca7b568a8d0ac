package io.blocktier.cli;

import picocli.CommandLine.Command;

/** The verbs about named views of records. */
@Command(
    name = "snapshot",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "VERB",
    description = {
      "List, take or drop snapshots: named views of all records that do not change.",
      "What a snapshot sees is kept; 'get' and 'scan' read it with --snapshot NAME."
    },
    footer = {"", "Example: blocktier segments snapshot create --config store.yaml monday"})
final class SegmentsSnapshotCommand implements Runnable {

  @Override
  public void run() {
    throw CommandException.usage(
        "snapshot needs a verb: ls, create or drop",
        "'blocktier segments snapshot --help' shows how");
  }
}
