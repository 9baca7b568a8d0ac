package io.blocktier.blockstore.express.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log on stores that fail in every way, cut off at any step; every failure names its seed. */
class AppendLogSimulationTest {

  private static final int SEEDS = 25;
  private static final int GENERATIONS = 4;
  private static final int LATEST_CRASH = 900;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void acknowledgedRecordsSurviveAnyCrashAndTheLossOfAnyOneStore(int stores) throws Exception {
    long records = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      records += generations(new LogWorld(seed, stores), seed, stores, 1);
    }
    assertThat(records).as("records in all").isGreaterThan(SEEDS * 10L);
  }

  @Test
  void writersThatOpenTheLogAtTheSameTimeLeaveOneTruth() throws Exception {
    int fenced = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      LogWorld world = new LogWorld(seed, 3);
      generations(world, seed, 3, 3);
      fenced += world.fenced();
    }
    assertThat(fenced).as("writers fenced").isGreaterThan(SEEDS);
  }

  private static long generations(LogWorld world, long seed, int stores, int logs)
      throws Exception {
    try {
      return survive(world, seed, stores, logs);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private static long survive(LogWorld world, long seed, int stores, int logs) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    for (int generation = 0; generation < GENERATIONS; generation++) {
      world.run(logs, 1 + random.nextInt(LATEST_CRASH));
      world.assertSurvivesWithout(random.nextInt(stores));
    }
    for (int lost = 0; lost < stores; lost++) {
      world.assertSurvivesWithout(lost);
    }
    return world.known.size();
  }
}
