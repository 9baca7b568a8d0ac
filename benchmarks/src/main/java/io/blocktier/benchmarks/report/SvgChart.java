package io.blocktier.benchmarks.report;

import io.blocktier.benchmarks.harness.CellResult;
import io.blocktier.benchmarks.harness.Row;
import io.blocktier.benchmarks.measure.Spread;
import java.util.List;
import java.util.Locale;

/** One bar for each contender and cell, from the left edge to the median, with the spread on it. */
final class SvgChart {

  private static final int WIDTH = 860;
  private static final int LABELS = 190;
  private static final int NUMBERS = 190;
  private static final int BAR = 18;
  private static final int GAP = 6;
  private static final int HEAD = 44;
  private static final String OURS = "#2563a8";
  private static final String OTHERS = "#9aa5b1";

  private final Report report;
  private final StringBuilder shapes = new StringBuilder();
  private int y = HEAD;

  SvgChart(Report report) {
    this.report = report;
  }

  String text() {
    text(12, 24, 16, "start", title());
    report.cells().forEach(this::cell);
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\">%n<rect width=\"100%%\" height=\"100%%\""
            + " fill=\"white\"/>%n%s</svg>%n",
        WIDTH,
        y + GAP,
        WIDTH,
        y + GAP,
        shapes);
  }

  private String title() {
    return String.format(
        Locale.ROOT,
        "%s: %s, %s (%s is better)",
        report.scenario().name(),
        report.scenario().headline().title(),
        report.scenario().headline().unit(),
        report.scenario().headline().moreIsBetter() ? "more" : "less");
  }

  private void cell(CellResult cell) {
    y += GAP;
    text(12, y + 13, 13, "start", cell.cell().label());
    y += BAR + GAP;
    List<Row> rows = cell.rows().stream().filter(row -> row.failure().isEmpty()).toList();
    double most = rows.stream().mapToDouble(row -> spread(row).high()).max().orElse(1);
    for (Row row : cell.rows()) {
      text(LABELS - 8, y + 13, 12, "end", row.contender());
      if (row.failure().isEmpty()) {
        bar(row, most);
      } else {
        text(LABELS + 4, y + 13, 12, "start", "failed");
      }
      y += BAR + GAP;
    }
  }

  private Spread spread(Row row) {
    return Spread.of(row.values(report.scenario().headline()));
  }

  private void bar(Row row, double most) {
    Spread spread = spread(row);
    double scale = (WIDTH - LABELS - NUMBERS) / most;
    boolean first = row.contender().equals(report.scenario().contenders().getFirst().name());
    shape(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
            LABELS,
            y,
            Math.max(1, spread.median() * scale),
            BAR,
            first ? OURS : OTHERS));
    double middle = y + BAR / 2.0;
    shape(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"black\"/>",
            LABELS + spread.low() * scale,
            middle,
            LABELS + spread.high() * scale,
            middle));
    text((int) (LABELS + spread.high() * scale) + 6, y + 13, 12, "start", Numbers.text(spread));
  }

  private void text(int x, int baseline, int size, String anchor, String words) {
    shape(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"%s\">%s</text>",
            x,
            baseline,
            size,
            anchor,
            escape(words)));
  }

  private void shape(String shape) {
    shapes.append(shape).append('\n');
  }

  private static String escape(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
