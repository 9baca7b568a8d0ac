package io.blocktier.cli;

import io.blocktier.blockstore.spi.Effects;
import java.util.Map;

/**
 * One run of the command: where it prints, what it was told for all verbs, the stores it opened.
 */
final class Session implements AutoCloseable {

  private final Console console;
  private final Map<String, String> environment;
  private final Effects effects;
  private final Cancellation cancellation;
  private final GlobalOptions options = new GlobalOptions();
  private final Output out;
  private final ErrorLog errors;
  private final Stores stores;

  Session(Console console, Map<String, String> env, Effects effects, Cancellation cancellation) {
    this.console = console;
    this.environment = env;
    this.effects = effects;
    this.cancellation = cancellation;
    this.out = new Output(console.out(), console.outDevice() == Console.Device.TERMINAL);
    this.errors = new ErrorLog(console, options, env.containsKey("BLOCKTIER_DEBUG"));
    this.stores = new Stores(options, env, effects);
  }

  Console console() {
    return console;
  }

  /** Returns the variables that configurations are read with. */
  Map<String, String> environment() {
    return environment;
  }

  Effects effects() {
    return effects;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  GlobalOptions options() {
    return options;
  }

  Output out() {
    return out;
  }

  ErrorLog errors() {
    return errors;
  }

  Stores stores() {
    return stores;
  }

  /** Starts the progress line of a piece of work; errors are printed above it from now on. */
  Progress progress(String label) {
    boolean watched = console.errDevice() == Console.Device.TERMINAL && options.progress();
    Progress progress = new Progress(console, watched, effects.ticker(), label);
    errors.above(progress);
    return progress;
  }

  /** Prints a result: for machines as JSON, for people as text. */
  void print(String text, Map<String, Object> json) {
    out.line(options.json() ? Json.line(json) : text);
  }

  /**
   * Closes the stores; what goes wrong then is reported like any other error.
   *
   * @param status of the command until now
   * @return the same, unless it was well and closing is not
   */
  int close(int status) {
    int closing = stores.close(errors).status();
    return status == ExitCode.OK.status() ? closing : status;
  }

  @Override
  public void close() {
    stores.close(errors);
  }
}
