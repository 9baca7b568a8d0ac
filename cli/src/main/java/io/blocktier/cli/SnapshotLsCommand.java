package io.blocktier.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists snapshots. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "List snapshots: when each was taken, the last write it sees, and its name.",
    footer = {"", "Example: blocktier segments snapshot ls --config store.yaml"})
final class SnapshotLsCommand implements Callable<Integer> {

  private final Session session;

  SnapshotLsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    session
        .stores()
        .sealedSegments()
        .segments()
        .snapshots()
        .forEach(taken -> session.print(SnapshotView.line(taken), SnapshotView.json(taken)));
    return ExitCode.OK.status();
  }
}
