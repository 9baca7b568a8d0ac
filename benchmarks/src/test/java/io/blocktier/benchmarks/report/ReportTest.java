package io.blocktier.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.benchmarks.harness.FakeReport;
import io.blocktier.benchmarks.measure.Spread;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

  @TempDir Path directory;

  private String written(String suffix) throws Exception {
    FakeReport.report().write(directory.resolve("new"));
    return Files.readString(directory.resolve("new").resolve("fake." + suffix));
  }

  @Test
  void tableSaysMediansSpreadRatioLagAndDurability() throws Exception {
    List<String> lines = written("md").lines().toList();
    assertThat(lines)
        .contains(
            "* command: `./blocktier bench compare fake`",
            "| contender | nothings, 1/s | to slow | acknowledged, µs: p50 / p99 | durable lag |"
                + " depth, m | CPU, µs | allocated, B | written | memory, MiB | durability |",
            "| fast | 500 (200–600) | 2.00 (2.00–2.50) | 10.0 / 20.0 | p50 1 ms, p99 2 ms: until"
                + " somewhere | 3.00 | 1.00 | 16.0 | – | 3.00 | none \\|"
                + " whatever |")
        .anySatisfy(line -> assertThat(line).startsWith("| broken | it <broke> \\| so | – |"))
        .contains("| nobody | – | did not: is not there | – |");
  }

  @Test
  void allRowsOfATableHaveAsManyColumns() throws Exception {
    List<Long> columns =
        written("md")
            .lines()
            .filter(line -> line.startsWith("|"))
            .map(row -> row.replace("\\|", "").chars().filter(c -> c == '|').count())
            .toList();
    assertThat(columns.subList(0, 5)).containsOnly(12L);
    assertThat(columns.subList(5, columns.size())).isNotEmpty().containsOnly(5L);
  }

  @Test
  void programsGetEachRound() throws Exception {
    JsonNode json = JsonMapper.builder().build().readTree(written("json"));
    JsonNode fast = json.path("cells").path(0).path("rows").path(1);
    assertThat(fast.path("contender").asString()).isEqualTo("fast");
    assertThat(fast.path("rate").path("median").asDouble()).isEqualTo(500);
    assertThat(fast.path("to_floor").path("median").asDouble()).isEqualTo(2);
    assertThat(fast.path("rounds").size()).isEqualTo(3);
    assertThat(fast.path("acknowledgement").path("lag").path("kind").asString())
        .isEqualTo("MEASURED");
    assertThat(json.path("cells").path(0).path("rows").path(2).path("failure").asString())
        .contains("<broke>");
  }

  @Test
  void chartIsDrawnWithoutWhoeverFailed() throws Exception {
    Document chart =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(written("svg"))));
    assertThat(chart.getElementsByTagName("rect").getLength()).isEqualTo(3); // and the ground
    assertThat(chart.getDocumentElement().getTextContent())
        .contains("fast", "500 (200–600)", "broken", "failed", "more is better");
  }

  @Test
  void numbersHaveThreeDigits() {
    assertThat(Numbers.text(0.123)).isEqualTo("0.12");
    assertThat(Numbers.text(12.34)).isEqualTo("12.3");
    assertThat(Numbers.text(9999)).isEqualTo("9999");
    assertThat(Numbers.text(12_345)).isEqualTo("12.3 k");
    assertThat(Numbers.text(123_456)).isEqualTo("123 k");
    assertThat(Numbers.text(1_234_567)).isEqualTo("1.23 M");
    assertThat(Numbers.text(new Spread(1, 1, 1, 1))).isEqualTo("1.00");
  }
}
