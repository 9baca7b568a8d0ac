package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The whole cache on a disk and a store that are simulated, with the power cut at any step. One
 * round is replayed with {@code -Dblocktier.simulation.first=SEED -Dblocktier.simulation.rounds=1}.
 */
class CacheSimulationTest {

  private static final long FIRST = Long.getLong("blocktier.simulation.first", 1);
  private static final long ROUNDS = Long.getLong("blocktier.simulation.rounds", 200);

  @Test
  void whatWasAcknowledgedSurvivesAPowerCutAtAnyStep() {
    int crashed = 0;
    int crashes = 0;
    for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
      SimulatedRound round = new SimulatedRound(seed);
      try {
        round.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "replay with -Dblocktier.simulation.first=" + seed + " -Dblocktier.simulation.rounds=1",
            e);
      }
      crashes += round.crashes();
      crashed += round.crashes() > 0 ? 1 : 0;
    }
    System.out.printf("simulation: %d seeds, %d crashes%n", ROUNDS, crashes);
    assertThat(crashed * 100L).isGreaterThanOrEqualTo(70 * ROUNDS);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    for (long seed = 1; seed <= 5; seed++) {
      SimulatedRound first = new SimulatedRound(seed);
      SimulatedRound second = new SimulatedRound(seed);
      first.run();
      second.run();
      assertThat(second.trace()).as("seed %d", seed).isEqualTo(first.trace());
    }
  }
}
