package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Health;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whether a configuration is legal and what it comes to. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Say whether a configuration is legal and what it comes to, variables included.",
    footer = {"", "Example: blocktier config check --open blocktier.yaml"})
final class ConfigCheckCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; or --config FILE.")
  private @Nullable Path file;

  @Option(names = "--open", description = "Open the store, too, and ask for a sign of life.")
  private boolean open;

  ConfigCheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    BlocktierConfig config = config();
    List<String> overrides = session.stores().overrides();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", config.type());
    json.put("configuration", config.toString());
    json.put("overrides", overrides);
    StringBuilder text = new StringBuilder(config.toString());
    text.append('\n').append(overridesText(overrides));
    if (open) {
      Health health = health(config);
      json.put("health", health.detail());
      text.append('\n').append("opened, healthy: ").append(health.detail());
    }
    session.print(text.toString(), json);
    return ExitCode.OK.status();
  }

  private BlocktierConfig config() throws ConfigException {
    if (file != null) {
      return session.stores().load(file);
    }
    return session
        .stores()
        .configured()
        .orElseThrow(
            () -> CommandException.usage("no file is named", "'config check FILE' checks one"));
  }

  private Health health(BlocktierConfig config) throws ConfigException, BlockStoreException {
    Health health = session.stores().openForReading(config).healthCheck();
    if (!health.healthy()) {
      throw new CommandException(ExitCode.UNAVAILABLE, "opened, but " + health.detail(), "");
    }
    return health;
  }

  private static String overridesText(List<String> overrides) {
    return overrides.isEmpty()
        ? "no variable of the environment overrides it"
        : "overridden by: " + String.join(", ", overrides);
  }
}
