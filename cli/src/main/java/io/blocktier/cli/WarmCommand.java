package io.blocktier.cli;

import io.blocktier.cache.Warmed;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings blocks to the disk of a cache. */
@Command(
    name = "warm",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Bring blocks of the store to the disk of the cache, before anybody reads them.",
      "What is larger than cache.max_staged stays where it is."
    },
    footer = {"", "Example: blocktier warm --config store.yaml photos/2026/"})
final class WarmCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private PrefixArgument blocks = new PrefixArgument();

  WarmCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    Warmed warmed = session.stores().configuredCache().warm(blocks.prefix());
    session.print(
        String.format(
            Locale.ROOT,
            "%,d blocks of %,d bytes fetched; %,d were there, %,d stay in the store alone",
            warmed.blocks(),
            warmed.bytes(),
            warmed.present(),
            warmed.left()),
        Map.of(
            "blocks", warmed.blocks(),
            "bytes", warmed.bytes(),
            "present", warmed.present(),
            "left", warmed.left()));
    return ExitCode.OK.status();
  }
}
