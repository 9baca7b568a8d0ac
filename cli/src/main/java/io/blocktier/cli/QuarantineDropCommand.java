package io.blocktier.cli;

import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.cache.WriteBackBlockStore;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives up what the store refused. */
@Command(
    name = "drop",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Give up the versions and deletions that the store refused. They are lost.",
      "Their blocks are again what the store has of them. Without --yes they are only counted."
    },
    footer = {"", "Example: blocktier quarantine drop --yes --config store.yaml photos/old.jpg"})
final class QuarantineDropCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private PrefixArgument blocks = new PrefixArgument();

  @Option(names = "--yes", description = "Yes, they shall be lost.")
  private boolean yes;

  QuarantineDropCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    KeyPrefix dropped = blocks.prefix();
    WriteBackBlockStore cache = session.stores().configuredCache();
    if (!yes) {
      throw CommandException.usage(
          String.format(
              Locale.ROOT, "%s would be lost", Units.blocks(cache.quarantined(dropped).size())),
          "look at them with 'quarantine list', and add --yes");
    }
    long blocks = cache.dropQuarantined(dropped);
    session.print("gave up " + Units.blocks(blocks), Map.of("dropped", blocks));
    return ExitCode.OK.status();
  }
}
