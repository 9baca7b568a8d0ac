package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a simulation says of threads that it does not own. */
class SimulationTest {

  private static final long MAX_STEPS = 1000;

  /** A busy machine loads the classes of the first turn in less. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(2);

  @Test
  void aThreadThatWaitsForWhatIsNotSimulatedFailsTheRunByItsStack() {
    Simulation simulation = new Simulation(1, MAX_STEPS, LONGEST_TURN);
    CountDownLatch nobodyCountsDown = new CountDownLatch(1);

    assertThatThrownBy(() -> simulation.run(nobodyCountsDown::await))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("thread 1 waits for something that is not of this simulation")
        .satisfies(error ->
            assertThat(Arrays.toString(error.getStackTrace())).contains("CountDownLatch.await"));
  }

  @Test
  void anInterruptedRunEnds() {
    Simulation simulation = new Simulation(1, MAX_STEPS);
    CountDownLatch nobodyCountsDown = new CountDownLatch(1);
    Thread runner = Thread.currentThread();

    assertThatThrownBy(() ->
            simulation.run(() -> {
              runner.interrupt();
              nobodyCountsDown.await();
            }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
