package io.blocktier.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Empties a cache into its store, so that its disk is not needed any more. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Wait until the store has everything, and say that the disk of the cache may go.",
      "The exit status is 7 where a block does not get there within cache.timeout."
    },
    footer = {"", "Example: blocktier drain --config store.yaml"})
final class DrainCommand implements Callable<Integer> {

  private final Session session;

  DrainCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    session.stores().configuredCache().drain();
    session.print(
        "the store has everything; it is safe to stop, and to do without the cache",
        Map.of("drained", true));
    return ExitCode.OK.status();
  }
}
