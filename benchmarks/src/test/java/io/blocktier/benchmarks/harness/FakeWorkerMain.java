package io.blocktier.benchmarks.harness;

import io.blocktier.benchmarks.trial.Worker;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The process of a fake contender. */
final class FakeWorkerMain {

  private FakeWorkerMain() {}

  public static void main(String[] args) throws Exception {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err);
    new Worker(List.of(new FakeScenario(false), new FakeScenario(true)), System.in, answers).run();
  }
}
