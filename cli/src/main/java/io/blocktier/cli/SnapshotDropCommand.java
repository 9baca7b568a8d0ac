package io.blocktier.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives up a snapshot. */
@Command(
    name = "drop",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Give a snapshot up. What only it has seen is deleted by 'gc', after a while.",
    footer = {"", "Example: blocktier segments snapshot drop --config store.yaml monday"})
final class SnapshotDropCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  private String name = "";

  SnapshotDropCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    String dropped = SnapshotView.requireName(name);
    session.stores().segments().dropSnapshot(dropped);
    session.print("dropped snapshot '" + Problem.plain(dropped) + "'", Map.of("dropped", dropped));
    return ExitCode.OK.status();
  }
}
