package io.blocktier.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every verb has; they may stand before the verb or behind it. */
final class GlobalOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "The store of this YAML file, through its cache where it has one. Names without a scheme are keys in it; a URI of the same"
              + " type takes what it leaves open from it.")
  private @Nullable Path config;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description =
          "Results as JSON on standard output, errors as JSON on standard error, one object a line.")
  private boolean json;

  @Option(
      names = "--no-progress",
      scope = ScopeType.INHERIT,
      description = "No progress line, not even on a terminal.")
  private boolean noProgress;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log what is opened, on standard error.")
  private boolean verbose;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description =
          "Errors with their stack traces; BLOCKTIER_DEBUG in the environment does the same.")
  private boolean debug;

  Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  boolean json() {
    return json;
  }

  boolean progress() {
    return !noProgress;
  }

  boolean verbose() {
    return verbose;
  }

  boolean debug() {
    return debug;
  }
}
