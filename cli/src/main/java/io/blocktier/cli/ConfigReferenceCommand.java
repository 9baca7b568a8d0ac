package io.blocktier.cli;

import io.blocktier.config.ReferencePage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the reference of all configuration keys. */
@Command(
    name = "reference",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Print the reference of all configuration keys, in Markdown.",
    footer = {"", "Example: blocktier config reference > configuration.md"})
final class ConfigReferenceCommand implements Callable<Integer> {

  private final Session session;

  ConfigReferenceCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    session.out().line(ReferencePage.markdown().stripTrailing());
    return ExitCode.OK.status();
  }
}
