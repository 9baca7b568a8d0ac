package io.blocktier.cli;

import io.blocktier.segments.manifest.Snapshot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a snapshot. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Give what there is now a name. Seals everything first; copies nothing.",
    footer = {"", "Example: blocktier segments snapshot create --config store.yaml monday"})
final class SnapshotCreateCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "1 to 255 characters.")
  private String name = "";

  SnapshotCreateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    String wanted = SnapshotView.requireName(name);
    Snapshot taken = session.stores().segments().snapshot(wanted);
    session.print(SnapshotView.line(taken), SnapshotView.json(taken));
    return ExitCode.OK.status();
  }
}
