package io.blocktier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command without a verb. */
@Command(
    name = "blocktier",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "VERB",
    description = {
      "Work with blocks in stores.",
      "",
      "A store is named by a URI: file:/dir, direct:/dir (past the page cache), mem:,"
          + " s3://bucket/prefix, s3://host:port/bucket/prefix."
    },
    footerHeading = "%nExit statuses:%n")
final class RootCommand implements Runnable {

  @Mixin private final GlobalOptions options;

  RootCommand(Session session) {
    this.options = session.options();
  }

  @Override
  public void run() {
    throw CommandException.usage("no verb is given", "'blocktier --help' lists them");
  }

  GlobalOptions options() {
    return options;
  }
}
