package io.blocktier.cli;

import io.blocktier.blockstore.KeyPrefix;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Waits until the store beneath a cache has what was written. */
@Command(
    name = "flush",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Wait until the store has everything that the cache of a configuration holds.",
      "The exit status is 7 where a block does not get there within cache.timeout."
    },
    footer = {"", "Example: blocktier flush --config store.yaml photos/2026/"})
final class FlushCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private PrefixArgument blocks = new PrefixArgument();

  FlushCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    KeyPrefix flushed = blocks.prefix();
    session.stores().configuredCache().flush(flushed);
    session.print(
        blocks.text().isEmpty()
            ? "the store has everything"
            : String.format(Locale.ROOT, "the store has everything under '%s'", blocks.text()),
        Map.of("flushed", blocks.text()));
    return ExitCode.OK.status();
  }
}
