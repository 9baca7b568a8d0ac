package io.blocktier.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole cache on a disk and a store that are simulated, with the power cut at any step. One
 * round is replayed with {@code -Dblocktier.simulation.first=SEED -Dblocktier.simulation.rounds=1}.
 */
class CacheSimulationTest {

  private static final long FIRST = Long.getLong("blocktier.simulation.first", 1);
  private static final long ROUNDS = Long.getLong("blocktier.simulation.rounds", 200);

  /** Rounds at a time, each of one thread at a time. */
  private static final int THREADS = Integer.getInteger("blocktier.simulation.threads", 1);

  private record Outcome(int crashes, int stalls) {}

  /** A thousand rounds take a minute or two of one processor. */
  @Test
  @Timeout(value = 25, unit = TimeUnit.MINUTES)
  void whatWasAcknowledgedSurvivesAPowerCutAtAnyStep() throws Exception {
    int crashed = 0;
    int crashes = 0;
    int stalls = 0;
    for (Outcome outcome : outcomes()) {
      crashes += outcome.crashes();
      stalls += outcome.stalls();
      crashed += outcome.crashes() > 0 ? 1 : 0;
    }
    System.out.printf("simulation: %d seeds, %d crashes, %d stalls%n", ROUNDS, crashes, stalls);
    assertThat(crashed * 100L).isGreaterThanOrEqualTo(70 * ROUNDS);
  }

  private static List<Outcome> outcomes() throws Exception {
    List<Callable<Outcome>> rounds = new ArrayList<>();
    for (long next = FIRST; next < FIRST + ROUNDS; next++) {
      long seed = next;
      rounds.add(() -> run(seed));
    }
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<Outcome> round : threads.invokeAll(rounds)) {
        outcomes.add(round.get());
      }
    }
    return outcomes;
  }

  private static Outcome run(long seed) {
    SimulatedRound round = new SimulatedRound(seed);
    try {
      round.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "replay with -Dblocktier.simulation.first=" + seed + " -Dblocktier.simulation.rounds=1",
          e);
    }
    return new Outcome(round.crashes(), round.stalls());
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
