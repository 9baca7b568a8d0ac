package io.blocktier.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Effects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lanes that need nothing of the machine, each a few rounds. */
class LanesTest {

  private static final Effects EFFECTS = Effects.ofSystem();

  @TempDir Path directory;

  @AfterAll
  static void endThreads() {
    EFFECTS.executor().close();
  }

  @Test
  void killedWritersFindWhatWasAcknowledgedToTheOnesBefore() throws Exception {
    Tally tally = run(new KillLane(3));
    assertThat(tally.findings()).isEmpty();
    assertThat(tally.counts()).containsEntry("kills", 3L).containsKey("audits of the store");
  }

  @Test
  void storesSayTheSame() throws Exception {
    Tally tally = run(new DifferentialLane(1_000));
    assertThat(tally.findings()).isEmpty();
    assertThat(tally.counts()).containsEntry("operations", 1_000L).containsEntry("stores", 3L);
  }

  @Test
  void whatChanceHasChangedIsReadOrRefused() throws Exception {
    Tally tally = run(new FuzzLane(10));
    assertThat(tally.findings()).isEmpty();
    assertThat(tally.counts()).containsEntry("rounds", 10L);
    assertThat(tally.count("configurations refused")).isPositive();
  }

  private Tally run(LaneRun lane) throws Exception {
    TortureOptions options =
        new TortureOptions(
            List.of(), directory, Optional.empty(), Map.of(), Optional.empty(), 7, List.of());
    Tally tally = new Tally();
    Path work = Files.createDirectory(directory.resolve("work")).toRealPath();
    Resources before = Resources.now();
    lane.run(
        new Bench(options, work, EFFECTS, Budget.of(Optional.empty(), EFFECTS.ticker()), tally));
    assertThat(before.missing(EFFECTS)).isEmpty();
    assertThat(Leftovers.below(work)).isEmpty();
    return tally;
  }
}
