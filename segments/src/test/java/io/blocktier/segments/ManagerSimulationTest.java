package io.blocktier.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.segments.ManagerWorld.Count;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole manager on a disk and two stores that are simulated, with the power cut at any step,
 * and a second one that takes over while the first does not know it. One round is replayed with
 * {@code -Dblocktier.simulation.first=SEED -Dblocktier.segments.rounds=1}.
 */
class ManagerSimulationTest {

  private static final long FIRST = Long.getLong("blocktier.simulation.first", 1);
  private static final long ROUNDS = Long.getLong("blocktier.segments.rounds", 500);

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void whatWasAcknowledgedIsThereWhatWasDeletedIsNotAndNothingElseStays() {
    Map<Count, Long> total = new EnumMap<>(Count.class);
    for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
      ManagerWorld world = run(seed);
      for (Count count : Count.values()) {
        total.merge(count, world.count(count), Long::sum);
      }
    }
    System.out.printf("segments: %d seeds from %d, %s%n", ROUNDS, FIRST, total);
    if (ROUNDS >= 100) {
      assertThat(total.values()).as("%s", total).allMatch(count -> count > ROUNDS / 20);
    }
  }

  private static ManagerWorld run(long seed) {
    ManagerWorld world = new ManagerWorld(seed);
    try {
      world.run();
    } catch (Exception | Error e) {
      throw new AssertionError(
          "replay with -Dblocktier.simulation.first=" + seed + " -Dblocktier.segments.rounds=1", e);
    }
    return world;
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(run(seed).trace()).as("seed %d", seed).isEqualTo(run(seed).trace());
    }
  }
}
