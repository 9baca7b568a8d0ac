package io.blocktier.journal.disk;

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

  private void waits(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(wait.isRaisedSoon(signal)).isEqualTo(answersAtOnce);
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
    waits(Spins.TRIES + 10 * Spins.PAUSE);
    assertThat(expected).isBetween(Spins.TRIES + 9, Spins.TRIES + 10);
    answersAtOnce = true;
    int before = expected;
    while (expected == before) {
      wait.isRaisedSoon(signal);
    }
    before = expected;
    waits(100);
    assertThat(expected).as("fast again").isEqualTo(before + 100);
  }

  @Test
  void aVirtualThreadKeepsNoProcessor() throws Exception {
    answersAtOnce = true;
    FutureTask<Boolean> virtual = new FutureTask<>(() -> wait.isRaisedSoon(signal));
    Thread.ofVirtual().start(virtual);
    assertThat(virtual.get()).isFalse();
    assertThat(expected).isZero();
  }
}
