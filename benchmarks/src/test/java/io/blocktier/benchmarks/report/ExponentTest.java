package io.blocktier.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.blocktier.benchmarks.harness.CellResult;
import io.blocktier.benchmarks.harness.Row;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentTest {

  private static Row row(double seconds) {
    Sample sample =
        new Sample(
            1000, seconds, 0, 0, Optional.empty(), Optional.empty(), 0, Optional.empty(), Map.of());
    return new Row("operation", List.of(sample), Optional.empty());
  }

  private static List<CellResult> growing(double power) {
    return taking(Math.pow(1_000, power), Math.pow(10_000, power), Math.pow(100_000, power));
  }

  private static List<CellResult> taking(double... seconds) {
    List<CellResult> cells = new ArrayList<>();
    long size = 1_000;
    for (double each : seconds) {
      Cell cell = new Cell(size + "", Map.of("size", size));
      cells.add(new CellResult(cell, List.of(row(each))));
      size *= 10;
    }
    return cells;
  }

  @Test
  void whatGrowsAtLastIsSeenBehindWhatTheSmallestSizeCosts() {
    Exponent found = Exponent.of("operation", "size", taking(100, 15, 50)).orElseThrow();

    assertThat(found.power()).isNegative();
    assertThat(found.lastStep()).isCloseTo(Math.log10(50.0 / 15), within(1e-9));
    assertThat(found.grows()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, 0, 0.1, 0.5, 1, 2})
  void thePowerThatWasPutInComesOut(double power) {
    Exponent found = Exponent.of("operation", "size", growing(power)).orElseThrow();
    assertThat(found.power()).isCloseTo(power, within(1e-9));
    assertThat(found.grows()).isEqualTo(power > 0.35);
    assertThat(found.micros()).hasSize(3);
  }

  @Test
  void whoFailedOrDidOneSizeHasNone() {
    assertThat(Exponent.of("other", "size", growing(1))).isEmpty();
    assertThat(Exponent.of("operation", "size", growing(1).subList(0, 1))).isEmpty();
    Row failed = new Row("operation", List.of(), Optional.of("lost a block"));
    CellResult cell = new CellResult(new Cell("x", Map.of("size", 1L)), List.of(failed));
    assertThat(Exponent.of("operation", "size", List.of(cell, cell))).isEmpty();
  }
}
