package io.blocktier.blockstore.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limiter against simulated servers, in simulated time. */
class HillClimbTest {

  private static final int ENOUGH_CALLS = 20_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16, 40, 200})
  void findsTheKneeFromAnywhere(int initial) {
    for (int seed = 0; seed < 20; seed++) {
      Simulation simulation = new Simulation(initial, seed);
      simulation.run(ENOUGH_CALLS, load -> Math.max(1, load / 16.0));
      assertNear(16, simulation, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 120})
  void leavesTheRegionWhereGoodputCollapses(int initial) {
    for (int seed = 0; seed < 20; seed++) {
      Simulation simulation = new Simulation(initial, seed);
      simulation.run(ENOUGH_CALLS, load -> load <= 16 ? 1 : (load / 16.0) * (load / 16.0));
      assertNear(16, simulation, seed);
    }
  }

  @Test
  void followsAServerThatBecomesFasterAndSlower() {
    for (int seed = 0; seed < 20; seed++) {
      Simulation simulation = new Simulation(16, seed);
      simulation.run(ENOUGH_CALLS, load -> Math.max(1, load / 16.0));
      simulation.run(3 * ENOUGH_CALLS, load -> Math.max(1, load / 60.0));
      assertNear(60, simulation, seed);
      simulation.run(3 * ENOUGH_CALLS, load -> Math.max(1, load / 8.0));
      assertNear(8, simulation, seed);
    }
  }

  @Test
  void growsOnlyWhereCallersUseTheLimit() {
    HillClimb climb = new HillClimb(policy(16));
    for (int i = 1; i < 5_000; i++) {
      climb.served(i * 1_000L, 1_000, false);
    }
    assertThat(climb.limit()).isEqualTo(16);
  }

  @Test
  void aRefusalCutsTheLimitOnceForAllCallsThatBeganBefore() {
    HillClimb climb = new HillClimb(policy(100));
    for (int i = 0; i < 100; i++) {
      climb.refused();
    }
    assertThat(climb.limit()).isEqualTo(70);
    climb.refused();
    assertThat(climb.limit()).isEqualTo(49);
  }

  @Test
  void neverLeavesItsBoundsAndRecoversFromAStorm() {
    HillClimb climb = new HillClimb(new LimitPolicy(20, 3, 24, 0, Duration.ofSeconds(1)));
    for (int i = 0; i < 1_000; i++) {
      climb.refused();
      assertThat(climb.limit()).isBetween(3, 24);
    }
    assertThat(climb.limit()).isEqualTo(3);
    Simulation simulation = new Simulation(climb, 5);
    simulation.run(ENOUGH_CALLS, load -> 1);
    assertThat(climb.limit()).isBetween(18, 24);
  }

  @Test
  void idleTimeIsNotCountedAgainstTheLimit() {
    Simulation simulation = new Simulation(16, 1);
    for (int burst = 0; burst < 200; burst++) {
      simulation.run(400, load -> Math.max(1, load / 16.0));
      simulation.idle(3_600_000_000_000L);
    }
    assertNear(16, simulation, 1);
  }

  private static void assertNear(int knee, Simulation simulation, int seed) {
    assertThat(simulation.usualLimit())
        .as("limit for a knee at %d, seed %d", knee, seed)
        .isBetween(knee * 0.8, knee * 1.45);
  }

  private static LimitPolicy policy(int initial) {
    return new LimitPolicy(initial, 1, 256, 0, Duration.ofSeconds(1));
  }

  /** How much longer a call takes at a load than alone. */
  @FunctionalInterface
  private interface Slowness {
    double at(int load);
  }

  /** More callers than the limit lets through, and a server that is the slower the more it has. */
  private static final class Simulation {

    private static final double ALONE_NANOS = 10_000_000;

    private final HillClimb climb;
    private final Random random;
    private final PriorityQueue<Long> ends = new PriorityQueue<>();
    private long now;
    private long limits;
    private int calls;

    Simulation(int initial, long seed) {
      this(new HillClimb(policy(initial)), seed);
    }

    Simulation(HillClimb climb, long seed) {
      this.climb = climb;
      this.random = new Random(seed);
    }

    void run(int total, Slowness slowness) {
      limits = 0;
      calls = 0;
      for (int i = 0; i < total; i++) {
        while (ends.size() < climb.limit()) {
          double jitter = 0.9 + 0.2 * random.nextDouble();
          ends.add(now + (long) (ALONE_NANOS * slowness.at(ends.size() + 1) * jitter));
        }
        now = ends.remove();
        climb.served(now, 64_000, ends.size() + 1 >= climb.limit());
        if (i >= total / 2) {
          limits += climb.limit();
          calls++;
        }
      }
    }

    void idle(long nanos) {
      ends.clear();
      climb.idle();
      now += nanos;
    }

    /** The mean of the limit over the later half of the last run. */
    double usualLimit() {
      return (double) limits / calls;
    }
  }
}
