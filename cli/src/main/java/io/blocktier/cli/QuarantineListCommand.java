package io.blocktier.cli;

import io.blocktier.cache.QuarantinedBlock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what the store refuses. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Print one line for each block that the store refused, with the reason.",
    footer = {"", "Example: blocktier quarantine list --config store.yaml"})
final class QuarantineListCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private PrefixArgument blocks = new PrefixArgument();

  QuarantineListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    for (QuarantinedBlock block : session.stores().configuredCache().quarantined(blocks.prefix())) {
      session.print(line(block), json(block));
    }
    return ExitCode.OK.status();
  }

  private static String line(QuarantinedBlock block) {
    return String.format(
        Locale.ROOT,
        "%s  %s  %s  %s",
        block.since(),
        block.deletion() ? "deletion" : Units.bytes(block.bytes()),
        block.key(),
        block.reason());
  }

  private static Map<String, Object> json(QuarantinedBlock block) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("key", block.key().value());
    fields.put("deletion", block.deletion());
    fields.put("bytes", block.bytes());
    fields.put("since", block.since().toString());
    fields.put("reason", block.reason());
    return fields;
  }
}
