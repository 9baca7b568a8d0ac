package io.blocktier.segments.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.segments.audit.CollectWorld.Count;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Writers that add, move, drop, snapshot, undo, compact, collect and sweep, over stores that fail
 * in every way, cut off at any step, each of them asleep while another takes over. One round is
 * replayed with {@code -Dblocktier.simulation.first=SEED -Dblocktier.segments.rounds=1}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CollectSimulationTest {

  private static final long FIRST = Long.getLong("blocktier.simulation.first", 1);
  private static final long ROUNDS = Long.getLong("blocktier.segments.rounds", 500);
  private static final int LIVES = 2;
  private static final int LATEST_CRASH = 900;

  @Test
  void nothingThatIsNeededIsDeletedAndWhatIsDeadGoes() throws Exception {
    Map<Count, Long> total = new EnumMap<>(Count.class);
    int crashes = 0;
    for (long seed = FIRST; seed < FIRST + ROUNDS; seed++) {
      CollectWorld world = new CollectWorld(seed);
      crashes += live(world, seed);
      for (Count count : Count.values()) {
        total.merge(count, world.count(count), Long::sum);
      }
    }
    System.out.printf("collection: %d seeds, %d crashes, %s%n", ROUNDS, crashes, total);
    if (ROUNDS >= 100) {
      assertThat(total.values()).as("%s", total).allMatch(count -> count > ROUNDS / 20);
    }
  }

  private static int live(CollectWorld world, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    int crashes = 0;
    try {
      for (int life = 0; life < LIVES; life++) {
        crashes += world.run(1 + random.nextInt(3), 1 + random.nextInt(LATEST_CRASH)) ? 0 : 1;
        world.assertSound("behind life " + life);
      }
      world.assertEndsWell();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "replay with -Dblocktier.simulation.first=" + seed + " -Dblocktier.segments.rounds=1", e);
    }
    return crashes;
  }

  @Test
  void theSameSeedGivesTheSameRun() throws Exception {
    for (long seed = 1; seed <= 5; seed++) {
      CollectWorld first = new CollectWorld(seed);
      CollectWorld second = new CollectWorld(seed);
      live(first, seed);
      live(second, seed);
      assertThat(second.trace()).as("seed %d", seed).isEqualTo(first.trace());
    }
  }
}
