package io.blocktier.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that is killed when it is closed, or when this one ends in whatever way. */
final class GuardedProcess implements AutoCloseable {

  /**
   * A shell that waits for the end of its input, which is the end of this process, too. What a
   * terminal sends to all of its processes at once ends neither the shell nor what it waits in.
   */
  private static final String GUARD =
      "trap '' INT TERM HUP; \"$@\" >\"$LOG\" 2>&1 </dev/null & child=$!; echo $child; cat >/dev/null;"
          + " kill -9 $child; wait $child";

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long LOOK_MILLIS = 10;
  private static final int LINES_OF_LOG = 12;

  private final Process guard;
  private final ProcessHandle process;
  private final Path log;

  private GuardedProcess(Process guard, ProcessHandle process, Path log) {
    this.guard = guard;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param command what runs
   * @param environment beside what is inherited
   * @param log where all goes that it says
   * @return the process
   * @throws IOException if it cannot be started
   */
  static GuardedProcess start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "guard"));
    guarded.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(guarded);
    builder.environment().putAll(environment);
    builder.environment().put("LOG", log.toString());
    Process guard = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader said = guard.inputReader(StandardCharsets.UTF_8);
    String number = said.readLine();
    if (number == null) {
      throw new IOException("the guard of " + command.getFirst() + " ended");
    }
    ProcessHandle process =
        ProcessHandle.of(Long.parseLong(number))
            .orElseThrow(() -> new IOException(command.getFirst() + " ended at once"));
    return new GuardedProcess(guard, process, log);
  }

  /** Something that is there or not. */
  @FunctionalInterface
  interface Sight<T> {
    Optional<T> look() throws IOException;
  }

  /** Waits until something is to be seen. */
  <T> T await(String what, Sight<T> sight) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Optional<T> seen = sight.look(); ; seen = sight.look()) {
      if (seen.isPresent()) {
        return seen.get();
      }
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IOException("there is no " + what + "; it said\n" + lastWords());
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a server was awaited", e);
    }
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
  }

  /** Returns the first line that it has said and ended, of those that look like this. */
  Optional<String> said(String pattern) throws IOException {
    String said = Files.exists(log) ? Files.readString(log) : "";
    return said.substring(0, said.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.matches(pattern))
        .findFirst();
  }

  ProcessHandle handle() {
    return process;
  }

  @Override
  public void close() throws IOException {
    guard.getOutputStream().close();
    try {
      if (!guard.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        guard.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
