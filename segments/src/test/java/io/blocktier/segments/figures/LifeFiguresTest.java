package io.blocktier.segments.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.segments.figures.LifeFigures.Shape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LifeFiguresTest {

  /** More of them, with {@code -Dblocktier.life.records=…}. */
  private static final long RECORDS = Long.getLong("blocktier.life.records", 40_000);

  @TempDir Path temp;

  @Test
  void recordsAreRightFromTheirWritingThroughAKillToTheLastReading() throws Exception {
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8)) {
      LifeFigures.run(new Shape(temp.resolve("life"), RECORDS, 512, 1 << 20), out);
    }
    assertThat(report.toString(StandardCharsets.UTF_8)).contains("all is right");
  }
}
