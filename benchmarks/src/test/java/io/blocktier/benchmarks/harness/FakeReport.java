package io.blocktier.benchmarks.harness;

import io.blocktier.benchmarks.measure.Acknowledgement;
import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.report.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What could have come of the fake scenario. */
public final class FakeReport {

  private FakeReport() {}

  public static Report report() {
    FakeScenario scenario = new FakeScenario(false);
    List<Row> rows =
        List.of(
            new Row("slow", List.of(sample(100), sample(300), sample(200)), Optional.empty()),
            new Row("fast", List.of(sample(200), sample(600), sample(500)), Optional.empty()),
            new Row("broken", List.of(), Optional.of("it <broke> | so\nat a line")));
    return new Report(
        scenario,
        Map.of("command", "`./blocktier bench compare fake`"),
        scenario.contenders(),
        Map.of("nobody", "is not there"),
        List.of(new CellResult(scenario.cells().getFirst(), rows)));
  }

  private static Sample sample(long operations) {
    return new Sample(
        operations,
        1,
        operations * 8,
        operations / 1e6,
        Optional.of(operations * 16),
        Optional.empty(),
        3 << 20,
        Optional.of(new Acknowledgement(10, 20, DurableLag.measured("until somewhere", 1, 2))),
        Map.of("depth", 3.0));
  }
}
