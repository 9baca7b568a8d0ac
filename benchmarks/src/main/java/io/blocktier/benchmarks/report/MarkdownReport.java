package io.blocktier.benchmarks.report;

import io.blocktier.benchmarks.harness.CellResult;
import io.blocktier.benchmarks.harness.Row;
import io.blocktier.benchmarks.measure.Spread;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Figure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables for people. */
final class MarkdownReport {

  private static final String NOTHING = "–";

  private final Report report;
  private final StringBuilder text = new StringBuilder();

  MarkdownReport(Report report) {
    this.report = report;
  }

  String text() {
    line("# " + report.scenario().name());
    line("");
    line(report.scenario().description());
    line("");
    report.circumstances().forEach((what, value) -> line("* " + what + ": " + value));
    line("");
    line(
        "Medians of the rounds, lowest and highest in parentheses. CPU is processor time of user"
            + " and system for each operation, with what was paid behind the round; allocated is"
            + " what an operation takes of the Java heap; written is what the disk was given in"
            + " these rounds, by whoever, for each byte of payload; memory is the most that was"
            + " resident.");
    for (CellResult cell : report.cells()) {
      cell(cell);
    }
    report.scenario().growsWith().ifPresent(this::growth);
    contenders();
    return text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void row(List<String> columns) {
    line("| " + String.join(" | ", columns.stream().map(MarkdownReport::escape).toList()) + " |");
  }

  private static String escape(String column) {
    return column.replace("|", "\\|").replace("\n", " ");
  }

  private void cell(CellResult cell) {
    line("");
    line("## " + cell.cell());
    line("");
    List<String> head = head(cell);
    row(head);
    line("|" + "---|".repeat(head.size()));
    for (Row row : cell.rows()) {
      row(columns(cell, row, head.size()));
    }
  }

  private List<String> head(CellResult cell) {
    List<String> head = new ArrayList<>();
    head.add("contender");
    head.add(title(report.scenario().headline()));
    head.add("to " + String.join(" or ", floors(cell)));
    if (acknowledges(cell)) {
      head.addAll(List.of("acknowledged, µs: p50 / p99", "durable lag"));
    }
    figures(cell).forEach(figure -> head.add(title(figure)));
    head.addAll(List.of("CPU, µs", "allocated, B", "written", "memory, MiB", "durability"));
    return head;
  }

  private Set<String> floors(CellResult cell) {
    Set<String> floors = new LinkedHashSet<>();
    floors.add(report.scenario().floor());
    cell.rows().forEach(row -> floors.add(report.scenario().floorOf(row.contender())));
    return floors;
  }

  private void growth(String size) {
    line("");
    line("## Growth");
    line("");
    line(
        "What one operation costs in microseconds, from the smallest "
            + size
            + " to the largest, and"
            + " the power of it that fits: 0 where it costs the same, 1 where it grows in"
            + " proportion.");
    line("");
    row(List.of("operation", "µs", "exponent", "of the last step", ""));
    line("|---|---|---|---|---|");
    for (Contender each : report.contenders()) {
      Exponent.of(each.name(), size, report.cells())
          .ifPresent(exponent ->
              row(
                  List.of(
                      each.name(),
                      exponent.micros().stream()
                          .map(Numbers::text)
                          .collect(Collectors.joining(", ")),
                      String.format(Locale.ROOT, "%.2f", exponent.power()),
                      String.format(Locale.ROOT, "%.2f", exponent.lastStep()),
                      exponent.grows() ? "**grows**" : "")));
    }
  }

  private static String title(Figure figure) {
    return figure.title() + ", " + figure.unit();
  }

  private static boolean acknowledges(CellResult cell) {
    return cell.rows().stream().anyMatch(row -> row.acknowledgement().isPresent());
  }

  private List<String> columns(CellResult cell, Row row, int count) {
    List<String> columns = new ArrayList<>();
    columns.add(row.contender());
    if (row.failure().isPresent()) {
      columns.add(row.failure().get().lines().findFirst().orElse("failed"));
      while (columns.size() < count) {
        columns.add(NOTHING);
      }
      return columns;
    }
    Figure headline = report.scenario().headline();
    columns.add(Numbers.text(Spread.of(row.values(headline))));
    columns.add(
        cell.toFloor(row, report.scenario().floorOf(row.contender()), headline)
            .map(Numbers::text)
            .orElse(NOTHING));
    if (acknowledges(cell)) {
      columns.add(
          row.acknowledgement()
              .map(it -> Numbers.text(it.p50Micros()) + " / " + Numbers.text(it.p99Micros()))
              .orElse(NOTHING));
      columns.add(row.acknowledgement().map(it -> it.lag().toString()).orElse(NOTHING));
    }
    for (Figure figure : figures(cell)) {
      columns.add(figureText(row, figure));
    }
    columns.add(Numbers.text(row.cpuMicros()));
    columns.add(row.allocatedBytes().map(it -> Numbers.text(it.median())).orElse(NOTHING));
    columns.add(row.writtenForEach().map(it -> Numbers.text(it.median())).orElse(NOTHING));
    columns.add(Numbers.text(row.peakMebibytes()));
    columns.add(contender(row).map(Contender::durability).orElse(NOTHING));
    return columns;
  }

  /** Not every cell has each figure. */
  private List<Figure> figures(CellResult cell) {
    return report.scenario().figures().stream()
        .filter(figure -> cell.rows().stream().anyMatch(row -> has(row, figure)))
        .toList();
  }

  private static boolean has(Row row, Figure figure) {
    return row.failure().isEmpty()
        && row.samples().stream().allMatch(it -> it.figures().containsKey(figure.name()));
  }

  private static String figureText(Row row, Figure figure) {
    return has(row, figure) ? Numbers.text(Spread.of(row.values(figure))) : NOTHING;
  }

  private Optional<Contender> contender(Row row) {
    return report.contenders().stream()
        .filter(each -> each.name().equals(row.contender()))
        .findFirst();
  }

  private void contenders() {
    line("");
    line("## Who took part");
    line("");
    row(List.of("contender", "version", "set up", "durability"));
    line("|---|---|---|---|");
    for (Contender each : report.contenders()) {
      row(List.of(each.name(), each.version(), each.settings(), each.durability()));
    }
    report.absent().forEach((name, why) -> row(List.of(name, NOTHING, "did not: " + why, NOTHING)));
  }
}
