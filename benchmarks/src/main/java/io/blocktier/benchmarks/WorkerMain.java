package io.blocktier.benchmarks;

import io.blocktier.benchmarks.trial.Worker;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process of one contender. */
public final class WorkerMain {

  private WorkerMain() {}

  /**
   * Follows orders.
   *
   * @param args none
   * @throws IOException if they cannot be read
   */
  public static void main(String[] args) throws IOException {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err); // libraries print, too, and only answers are answers
    new Worker(Scenarios.all(), System.in, answers).run();
    System.exit(0); // some peers leave threads behind
  }
}
