package io.blocktier.benchmarks.harness;

import io.blocktier.benchmarks.measure.Spread;
import io.blocktier.benchmarks.trial.Cell;
import io.blocktier.benchmarks.trial.Figure;
import java.util.List;
import java.util.Optional;

/**
 * What came of one cell. Immutable.
 *
 * @param cell which
 * @param rows one of each contender
 */
public record CellResult(Cell cell, List<Row> rows) {

  /** Copies the rows. */
  public CellResult {
    rows = List.copyOf(rows);
  }

  /**
   * Compares a contender with the floor, round by round.
   *
   * @param row the contender
   * @param floor whose figures are the floor
   * @param figure what is compared
   * @return its ratios to the floor; nothing where the floor did not take part
   */
  public Optional<Spread> toFloor(Row row, String floor, Figure figure) {
    return rows.stream()
        .filter(each -> each.contender().equals(floor) && each.failure().isEmpty())
        .filter(each -> each.samples().size() == row.samples().size())
        .findFirst()
        .map(each -> Spread.ofRatios(row.values(figure), each.values(figure)));
  }
}
