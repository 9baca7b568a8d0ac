package io.blocktier.cli;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.SystemEffect;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** The program {@code blocktier}. */
public final class Main {

  /** How long an interrupted run may take to remove what it left half done. */
  private static final Duration CLEANUP_TIME = Duration.ofSeconds(10);

  private Main() {}

  /**
   * Runs one command and exits with its status.
   *
   * @param args the command line
   */
  @SystemEffect("the one place where the program takes hold of the machine")
  public static void main(String[] args) {
    configureLogging(args);
    Cancellation cancellation = new Cancellation(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(cancellation)));
    int status =
        run(
            args,
            Console.ofSystem(System.getenv()),
            System.getenv(),
            Effects.ofSystem(),
            cancellation);
    System.exit(status);
  }

  /** Runs one command; everything that it takes from the outside is handed in. */
  static int run(
      String[] args,
      Console console,
      Map<String, String> env,
      Effects effects,
      Cancellation cancellation) {
    int status = ExitCode.INTERNAL.status();
    try (Session session = new Session(console, env, effects, cancellation)) {
      status = session.close(CommandRunner.run(args, session));
      return status;
    } finally {
      cancellation.finished(status);
    }
  }

  /** Where a signal ends the program in the way that was foreseen, the status says so. */
  @SystemEffect("the last thing that the program does")
  private static void end(Cancellation cancellation) {
    cancellation.cancel(CLEANUP_TIME);
    cancellation.orderlyEnd().ifPresent(Runtime.getRuntime()::halt);
  }

  /** Has to come before the first logger is made. */
  private static void configureLogging(String[] args) {
    if (Arrays.asList(args).contains("--verbose")) {
      System.setProperty("org.slf4j.simpleLogger.log.io.blocktier", "info");
    }
  }
}
