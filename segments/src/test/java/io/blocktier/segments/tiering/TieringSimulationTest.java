package io.blocktier.segments.tiering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.segments.tiering.CarelessRelocation.Mistake;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Segments on their way between two stores that fail in every way, moved by processes that fence
 * each other and are cut off at any step. One round is replayed with {@code
 * -Dblocktier.simulation.first=SEED -Dblocktier.segments.rounds=1}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TieringSimulationTest {

  private static final long FIRST = Long.getLong("blocktier.simulation.first", 1);
  private static final long ROUNDS = Long.getLong("blocktier.segments.rounds", 500);
  private static final long SEEDS_FOR_A_MISTAKE = 300;
  private static final int LIVES = 2;
  private static final int LATEST_CRASH = 450;

  @Test
  void everySegmentIsReadableAfterEveryCrashAndNoObjectIsForgotten() throws Exception {
    int crashes = 0;
    long moved = 0;
    long failed = 0;
    long fenced = 0;
    long doubted = 0;
    long landed = 0;
    for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
      TieringWorld world = new TieringWorld(seed, Optional.empty());
      crashes += live(world, seed);
      moved += world.moved();
      failed += world.failed();
      fenced += world.fenced();
      doubted += world.doubted();
      landed += world.landAll();
    }
    System.out.printf(
        "tiering: seeds %d to %d, %d crashes, %d moved, %d failed, %d fenced, %d in doubt, %d late%n",
        FIRST, FIRST + ROUNDS - 1, crashes, moved, failed, fenced, doubted, landed);
    if (ROUNDS >= 100) {
      assertThat(crashes).as("crashes").isGreaterThan((int) ROUNDS / 4);
      assertThat(moved).as("moved").isGreaterThan(ROUNDS);
      assertThat(failed).as("failed").isPositive();
      assertThat(fenced).as("fenced").isPositive();
      assertThat(doubted).as("commits in doubt").isPositive();
      assertThat(landed).as("requests that came late").isGreaterThan(ROUNDS / 4);
    }
  }

  private static int live(TieringWorld world, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    int crashes = 0;
    try {
      for (int life = 0; life < LIVES; life++) {
        int writers = 1 + random.nextInt(2);
        crashes += world.live(writers, 1 + random.nextInt(LATEST_CRASH)) ? 0 : 1;
        world.assertNothingIsLost();
      }
      world.landAll();
      new Aftermath(world).assertInOrder();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "replay with -Dblocktier.simulation.first=" + seed + " -Dblocktier.segments.rounds=1", e);
    }
    return crashes;
  }

  @Test
  void theSameSeedGivesTheSameRun() throws Exception {
    for (long seed = 1; seed <= 5; seed++) {
      TieringWorld first = new TieringWorld(seed, Optional.empty());
      TieringWorld second = new TieringWorld(seed, Optional.empty());
      live(first, seed);
      live(second, seed);
      assertThat(second.trace()).as("seed %d", seed).isEqualTo(first.trace());
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"NO_VERIFICATION", "DELETION_BEFORE_THE_COMMIT", "DELETION_AFTER_THE_COMMIT"})
  void aMoveThatSkipsAStepIsFoundOut(Mistake mistake) {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= SEEDS_FOR_A_MISTAKE; seed++) {
                live(new TieringWorld(seed, Optional.of(mistake)), seed);
              }
            })
        .as("a simulation that finds nothing wrong with %s", mistake)
        .isInstanceOf(AssertionError.class);
  }
}
