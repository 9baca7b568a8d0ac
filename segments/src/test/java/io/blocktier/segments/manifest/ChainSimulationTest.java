package io.blocktier.segments.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Writers and readers of one chain over a store that fails in every way, cut off at any step. One
 * round is replayed with {@code -Dblocktier.simulation.first=SEED -Dblocktier.segments.rounds=1}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ChainSimulationTest {

  private static final long FIRST = Long.getLong("blocktier.simulation.first", 1);
  private static final long ROUNDS = Long.getLong("blocktier.segments.rounds", 500);
  private static final long SEEDS_FOR_A_MISTAKE = 300;
  private static final int LIVES = 2;
  private static final int LATEST_CRASH = 2_000;

  @Test
  void ofSeveralWritersOneWinsAndNoAcknowledgedCommitIsLost() throws Exception {
    long commits = 0;
    long fenced = 0;
    long doubtful = 0;
    long again = 0;
    long landed = 0;
    int crashes = 0;
    for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
      ChainWorld world = new ChainWorld(seed);
      crashes += live(world, seed);
      commits += world.acknowledgements();
      fenced += world.fenced();
      doubtful += world.doubtful();
      again += world.history.again();
      landed += world.landed();
    }
    System.out.printf(
        "manifests: %d seeds, %d crashes, %d acknowledged, %d fenced, %d in doubt, %d taken twice, %d late%n",
        ROUNDS, crashes, commits, fenced, doubtful, again, landed);
    if (ROUNDS >= 100) {
      assertThat(fenced).as("fenced").isGreaterThan(ROUNDS);
      assertThat(again).as("numbers taken once more").isPositive();
      assertThat(doubtful).as("commits in doubt").isPositive();
      assertThat(landed).as("requests that came late").isGreaterThan(ROUNDS / 2);
    }
  }

  private static int live(ChainWorld world, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    int crashes = 0;
    try {
      for (int life = 0; life < LIVES; life++) {
        int writers = 1 + random.nextInt(3);
        crashes += world.run(writers, random.nextInt(3), 1 + random.nextInt(LATEST_CRASH)) ? 0 : 1;
      }
      world.assertGoesOn();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "replay with -Dblocktier.simulation.first=" + seed + " -Dblocktier.segments.rounds=1", e);
    }
    return crashes;
  }

  /** What proves that requests of those who are gone do come, and are looked at. */
  @Test
  void aRequestThatForgetsItsConditionOnItsWayIsFoundOut() {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= SEEDS_FOR_A_MISTAKE; seed++) {
                live(new ChainWorld(seed, false), seed);
              }
            })
        .as("a simulation that finds nothing wrong with late writes over what is there")
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void theSameSeedGivesTheSameRun() throws Exception {
    for (long seed = 1; seed <= 5; seed++) {
      ChainWorld first = new ChainWorld(seed);
      ChainWorld second = new ChainWorld(seed);
      live(first, seed);
      live(second, seed);
      assertThat(second.trace()).as("seed %d", seed).isEqualTo(first.trace());
    }
  }
}
