package io.blocktier.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes blocks from the disk of a cache. */
@Command(
    name = "evict",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Take blocks from the disk of the cache, so that they are read from the store again.",
      "What the store does not have yet stays."
    },
    footer = {"", "Example: blocktier evict --config store.yaml photos/2026/"})
final class EvictCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private PrefixArgument blocks = new PrefixArgument();

  EvictCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    long evicted = session.stores().configuredCache().evict(blocks.prefix());
    session.print(
        String.format(Locale.ROOT, "%,d blocks are in the store alone now", evicted),
        Map.of("evicted", evicted));
    return ExitCode.OK.status();
  }
}
