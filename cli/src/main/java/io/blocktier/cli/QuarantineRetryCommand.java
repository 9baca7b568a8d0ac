package io.blocktier.cli;

import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.cache.WriteBackBlockStore;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Offers again what the store refused. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Offer the blocks to the store again, and wait until it has taken them.",
      "Fails like 'flush' where it refuses one again, which is quarantined then as before."
    },
    footer = {"", "Example: blocktier quarantine retry --config store.yaml photos/"})
final class QuarantineRetryCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private PrefixArgument blocks = new PrefixArgument();

  QuarantineRetryCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    KeyPrefix retried = blocks.prefix();
    WriteBackBlockStore cache = session.stores().configuredCache();
    long taken = cache.retryQuarantined(retried);
    if (taken > 0) {
      cache.flush(retried);
    }
    session.print("the store has taken " + Units.blocks(taken), Map.of("retried", taken));
    return ExitCode.OK.status();
  }
}
