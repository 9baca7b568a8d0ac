package io.blocktier.cli;

import picocli.CommandLine.Command;

/** The verbs that measure what a user has. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "VERB",
    description = {
      "Measure your disk and your store, say whether they are good enough, and print settings that"
          + " suit them.",
      "A source tree has more: './blocktier bench compare', 'bench jmh' and 'bench guard' measure"
          + " Blocktier itself."
    },
    footer = {
      "",
      "Example: blocktier bench disk /var/lib/blocktier",
      "         blocktier bench store s3://bucket/prefix"
    })
final class BenchCommand implements Runnable {

  @Override
  public void run() {
    throw CommandException.usage(
        "bench needs a verb: disk or store", "'blocktier bench --help' says what they do");
  }
}
