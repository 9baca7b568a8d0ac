package io.blocktier.benchmarks.harness;

import io.blocktier.benchmarks.measure.Acknowledgement;
import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Figure;
import io.blocktier.benchmarks.trial.Scenario;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contenders who do nothing, and write down when they were asked to. */
final class FakeScenario implements Scenario {

  static final String DIARY = "diary";

  static final String NOT_FOR_BROKEN = "small";

  private final boolean newProcessEachRound;

  FakeScenario(boolean newProcessEachRound) {
    this.newProcessEachRound = newProcessEachRound;
  }

  private static Cell cell(String label) {
    return new Cell(label, Map.of("block", 8L));
  }

  @Override
  public String name() {
    return newProcessEachRound ? "fake-starts" : "fake";
  }

  @Override
  public String description() {
    return "Nothing is done.";
  }

  @Override
  public List<Cell> cells() {
    return List.of(cell("tiny"), cell(NOT_FOR_BROKEN));
  }

  @Override
  public List<Contender> contenders() {
    return List.of(new Fake("slow", 100), new Fake("fast", 200), new Fake("broken", 0));
  }

  @Override
  public String floor() {
    return "slow";
  }

  @Override
  public Figure headline() {
    return Figure.rate("nothings");
  }

  @Override
  public List<Figure> figures() {
    return List.of(new Figure("depth", "depth", "m", false));
  }

  @Override
  public boolean newProcessEachRound() {
    return newProcessEachRound;
  }

  private record Fake(String name, long operations) implements Contender {

    @Override
    public String version() {
      return "1.0 | beta";
    }

    @Override
    public String settings() {
      return "none";
    }

    @Override
    public String durability() {
      return "none | whatever";
    }

    @Override
    public boolean does(Cell cell) {
      return !(name.equals("broken") && cell.label().equals(NOT_FOR_BROKEN));
    }

    @Override
    public Subject open(Trial trial) {
      return new Idle(this, trial);
    }
  }

  private record Idle(Fake fake, Trial trial) implements Subject {

    @Override
    public void prepare() throws IOException {
      note("prepares");
    }

    @Override
    public Sample round(Duration length) throws IOException {
      note("round");
      System.out.println("what a library prints"); // is no answer
      return new Sample(
              fake.operations,
              1,
              80,
              0.5,
              Optional.of(1000L),
              Optional.of(160L),
              1 << 20,
              Optional.empty(),
              Map.of())
          .acknowledged(new Acknowledgement(10, 20, DurableLag.measured("until somewhere", 1, 2)))
          .with("depth", 3);
    }

    @Override
    public void close() throws IOException {
      note("closes");
    }

    private void note(String what) throws IOException {
      Path diary = trial.directory().getParent().resolve(DIARY);
      Files.writeString(
          diary,
          fake.name + " " + what + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
