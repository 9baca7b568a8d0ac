package io.blocktier.benchmarks.report;

import io.blocktier.benchmarks.harness.CellResult;
import io.blocktier.benchmarks.harness.Row;
import io.blocktier.benchmarks.measure.Spread;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Everything for programs, each round among it. */
final class JsonReport {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonReport() {}

  static String text(Report report) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("scenario", report.scenario().name());
    root.put("description", report.scenario().description());
    root.put("circumstances", report.circumstances());
    root.put("floor", report.scenario().floor());
    root.put("headline", report.scenario().headline());
    root.put("contenders", report.contenders().stream().map(JsonReport::contender).toList());
    root.put("absent", report.absent());
    root.put("cells", report.cells().stream().map(cell -> cell(report, cell)).toList());
    report.scenario().growsWith().ifPresent(size -> root.put("growth", growth(report, size)));
    return JSON.writeValueAsString(root) + '\n';
  }

  private static Map<String, Object> growth(Report report, String size) {
    Map<String, Object> json = new LinkedHashMap<>();
    report
        .contenders()
        .forEach(each ->
            Exponent.of(each.name(), size, report.cells())
                .ifPresent(exponent -> json.put(each.name(), exponent)));
    return json;
  }

  private static Map<String, Object> contender(Contender contender) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", contender.name());
    json.put("version", contender.version());
    json.put("settings", contender.settings());
    json.put("durability", contender.durability());
    return json;
  }

  private static Map<String, Object> cell(Report report, CellResult cell) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cell", cell.cell().label());
    json.put("numbers", cell.cell().numbers());
    List<Object> rows = new ArrayList<>();
    cell.rows().forEach(row -> rows.add(row(report, cell, row)));
    json.put("rows", rows);
    return json;
  }

  private static Map<String, Object> row(Report report, CellResult cell, Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("contender", row.contender());
    if (row.failure().isPresent()) {
      json.put("failure", row.failure().get());
      return json;
    }
    Figure headline = report.scenario().headline();
    Stream.concat(Stream.of(headline), report.scenario().figures().stream())
        .filter(figure ->
            figure.name().equals(Figure.RATE)
                || row.samples().stream()
                    .allMatch(sample -> sample.figures().containsKey(figure.name())))
        .forEach(figure -> json.put(figure.name(), Spread.of(row.values(figure))));
    cell.toFloor(row, report.scenario().floorOf(row.contender()), headline)
        .ifPresent(ratio -> json.put("to_floor", ratio));
    row.acknowledgement().ifPresent(times -> json.put("acknowledgement", times));
    json.put("cpu_micros", row.cpuMicros());
    row.allocatedBytes().ifPresent(bytes -> json.put("allocated_bytes", bytes));
    row.writtenForEach().ifPresent(bytes -> json.put("written_for_each", bytes));
    json.put("peak_mebibytes", row.peakMebibytes());
    json.put("rounds", row.samples());
    return json;
  }
}
