package io.blocktier.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class LoneWaitTest {

  private final LoneWait wait = new LoneWait();
  private int expected;
  private boolean answersAtOnce;

  /** Counts how often it is expected. */
  private final Signal signal =
      new Signal() {
        @Override
        public void raise() {}

        @Override
        public boolean await(Duration timeout) {
          throw new AssertionError("nobody waits here");
        }

        @Override
        public boolean expect() {
          expected++;
          return answersAtOnce;
        }
      };

  private Waiter alone() {
    Waiter waiter = new Waiter(signal);
    waiter.beAlone();
    return waiter;
  }

  private void waits(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(wait.isSettledSoon(alone())).isEqualTo(answersAtOnce);
    }
  }

  @Test
  void aDiskThatAnswersAtOnceIsExpectedEachTime() {
    answersAtOnce = true;
    waits(1000);
    assertThat(expected).isEqualTo(1000);
  }

  @Test
  void aDiskThatTakesLongerIsTriedNowAndThen() {
    waits(LoneWait.TRIES + 10 * LoneWait.PAUSE);
    assertThat(expected).isBetween(LoneWait.TRIES + 9, LoneWait.TRIES + 10);
    answersAtOnce = true;
    int before = expected;
    while (expected == before) {
      wait.isSettledSoon(alone());
    }
    before = expected;
    waits(100);
    assertThat(expected).as("fast again").isEqualTo(before + 100);
  }

  @Test
  void nobodyKeepsAProcessorWhoDoesNotWaitAloneOrIsVirtual() throws Exception {
    answersAtOnce = true;
    assertThat(wait.isSettledSoon(new Waiter(signal))).isFalse();
    FutureTask<Boolean> virtual = new FutureTask<>(() -> wait.isSettledSoon(alone()));
    Thread.ofVirtual().start(virtual);
    assertThat(virtual.get()).isFalse();
    assertThat(expected).isZero();
  }
}
