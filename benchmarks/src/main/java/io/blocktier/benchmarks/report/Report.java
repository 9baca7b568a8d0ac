package io.blocktier.benchmarks.report;

import io.blocktier.benchmarks.harness.CellResult;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a comparison, with all that is needed to do it again. Immutable.
 *
 * @param scenario what was done
 * @param circumstances machine, versions, command, by what they are called, in order
 * @param contenders who took part
 * @param absent who could not, by name, and why
 * @param cells what came of each cell
 */
public record Report(
    Scenario scenario,
    Map<String, String> circumstances,
    List<Contender> contenders,
    Map<String, String> absent,
    List<CellResult> cells) {

  /** Copies the lists. */
  public Report {
    circumstances = new LinkedHashMap<>(circumstances);
    absent = new LinkedHashMap<>(absent);
    contenders = List.copyOf(contenders);
    cells = List.copyOf(cells);
  }

  /**
   * Writes it as Markdown, JSON and SVG.
   *
   * @param directory where, created if it is not there
   * @throws IOException if it cannot be written
   */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    String name = scenario.name();
    Files.writeString(directory.resolve(name + ".md"), new MarkdownReport(this).text());
    Files.writeString(directory.resolve(name + ".json"), JsonReport.text(this));
    Files.writeString(directory.resolve(name + ".svg"), new SvgChart(this).text());
  }
}
