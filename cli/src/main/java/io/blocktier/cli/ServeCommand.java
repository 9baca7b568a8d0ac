package io.blocktier.cli;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.BlocktierConfig;
import io.blocktier.config.ConfigException;
import io.blocktier.config.ConfiguredGateway;
import io.blocktier.config.StoreStack;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a store as S3. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Serve a store as S3 until SIGTERM or SIGINT; requests that are under way then are answered,"
          + " as long as --drain allows.",
      "What is served stands in --config, or is a directory of files: --data. Options win over"
          + " variables of the environment, and those over the section 'gateway' of --config. A"
          + " command line can be seen by every user of the machine: better give the secret in"
          + " BLOCKTIER_GATEWAY_SECRET_KEY or in a file."
    },
    footer = {
      "",
      "Example: blocktier serve --data /srv/blocks --access-key me --secret-key-file /etc/me.secret"
    })
final class ServeCommand implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep objects in this directory, durably; created where it is missing.")
  private @Nullable Path data;

  @Mixin private final ServeOptions options = new ServeOptions();

  ServeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    BlocktierConfig config = config();
    ConfiguredGateway gateway =
        config.gateway(options.settings()).within(Runtime.getRuntime().maxMemory());
    requireSomebody(gateway);
    Figures figures = new Figures();
    try (StoreStack stack = open(config, figures)) {
      return new Serving(session, gateway, stack, figures).run();
    } finally {
      figures.close();
    }
  }

  private StoreStack open(BlocktierConfig config, Figures figures)
      throws ConfigException, BlockStoreException {
    return config.open(session.effects(), figures.registry());
  }

  private BlocktierConfig config() throws ConfigException {
    if (data != null && session.options().config().isPresent()) {
      throw CommandException.usage(
          "--data and --config both say what is served", "leave one of them out");
    }
    if (data != null) {
      if (data.toString().isEmpty()) {
        throw CommandException.usage("--data names nothing", "name a directory");
      }
      return BlocktierConfig.ofStore(
          "local", Map.of("path", data.toAbsolutePath().toString()), session.environment());
    }
    return session
        .stores()
        .configured()
        .orElseThrow(
            () -> CommandException.usage("nothing is served", "add --data DIR or --config FILE"));
  }

  private static void requireSomebody(ConfiguredGateway gateway) {
    if (!gateway.servesSomebody()) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "nobody could use this server: there is no access key",
          "add --access-key with a secret, access_keys in the section 'gateway', or --anonymous");
    }
  }
}
