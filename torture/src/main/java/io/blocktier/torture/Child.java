package io.blocktier.torture;

import io.blocktier.blockstore.spi.Effects;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process of ours; closing kills it. For one thread. */
final class Child implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MAX_LINES = 1_000;

  private final Process process;
  private final BlockingQueue<String> unread = new ArrayBlockingQueue<>(MAX_LINES);
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> lines = new ArrayList<>();

  private Child(Process process) {
    this.process = process;
  }

  /** Starts a program; what it prints, on either stream, is kept. */
  static Child start(List<String> command, Map<String, String> environment, Effects effects)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Child child = new Child(builder.start());
    effects.executor().execute(child::read);
    return child;
  }

  /** Returns how to start the program of this module that dies. */
  static List<String> java(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                "-cp",
                System.getProperty("java.class.path", ""),
                Worker.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = reader.readLine()) != null) {
        unread.offer(line);
      }
    } catch (IOException killed) {
      unread.offer("(the rest is lost)");
    } finally {
      over.countDown();
    }
  }

  /** Waits until it says something; false if it ends without, or takes too long. */
  boolean await(String word) throws InterruptedException {
    for (long second = 0; second < PATIENCE.toSeconds(); second++) {
      boolean ended = over.getCount() == 0;
      String line = unread.poll(1, TimeUnit.SECONDS);
      if (line != null) {
        lines.add(line);
      }
      if (word.equals(line)) {
        return true;
      }
      if (line == null && ended) {
        return false;
      }
    }
    return false;
  }

  boolean awaitEnd(Duration timeout) throws InterruptedException {
    return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits until everything is read that it said before its end. */
  void awaitOutput() throws InterruptedException {
    if (!over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the output of a process that ended does not end");
    }
  }

  int status() {
    return process.exitValue();
  }

  /** What it said; everything once it is closed. */
  List<String> lines() {
    unread.drainTo(lines);
    return lines;
  }

  /** Kills it, and waits until it is gone. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
      awaitOutput();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the end of a process");
    }
  }
}
