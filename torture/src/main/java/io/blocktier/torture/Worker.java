package io.blocktier.torture;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.SystemEffect;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The program of the processes that are killed, and of those whose system calls fail. */
final class Worker {

  /** Said when the cache is open and audited, before the first write. */
  static final String READY = "ready";

  /** Said of whatever must not be. */
  static final String FOUND = "found: ";

  private Worker() {}

  /**
   * Runs one.
   *
   * @param args what it does, the configuration, the audit log and the seed
   */
  @SystemEffect("the program of a process of its own")
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Effects effects = Effects.ofSystem();
    KillStack stack = new KillStack(Path.of(args[1]), Map.copyOf(System.getenv()));
    Path log = Path.of(args[2]);
    long seed = Long.parseLong(args[3]);
    int status =
        args[0].equals(ScriptWork.NAME)
            ? new ScriptWork(stack, log, onOneCarrier(effects), out::println).run()
            : new KillWork(stack, log, seed, effects, out::println).run();
    Runtime.getRuntime().halt(status); // as if killed: nothing is closed
  }

  /** Where the machine has one carrier, one thread makes every call, and strace counts them all. */
  private static Effects onOneCarrier(Effects effects) {
    return new Effects(
        effects.clock(), effects.ticker(), effects.random(), effects.sleeper(), effects.executor());
  }
}
