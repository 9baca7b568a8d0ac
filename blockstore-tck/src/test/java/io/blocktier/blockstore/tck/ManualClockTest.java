package io.blocktier.blockstore.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualClockTest {

  @Test
  void timeStandsUntilItIsAdvanced() {
    ManualClock clock = ManualClock.standing();
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    clock.advance(Duration.ofMinutes(3));
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusSeconds(180));
    assertThat(clock.nanos()).isEqualTo(TimeUnit.MINUTES.toNanos(3));
  }

  @Test
  void timeDoesNotGoBack() {
    assertThatThrownBy(() -> ManualClock.standing().advance(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sleeperWakesWhenItsTimeHasPassedAndNotBefore() throws Exception {
    ManualClock clock = ManualClock.standing();
    CountDownLatch woken = new CountDownLatch(1);
    Thread sleeper =
        Thread.ofVirtual()
            .start(() -> {
              try {
                clock.sleep(Duration.ofSeconds(10));
                woken.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (clock.sleeping() == 0) {
      Thread.onSpinWait();
    }
    clock.advance(Duration.ofSeconds(9));
    assertThat(woken.getCount()).isEqualTo(1);
    assertThat(clock.sleeping()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(woken.await(60, TimeUnit.SECONDS)).isTrue();
    sleeper.join();
    assertThat(clock.sleeping()).isZero();
  }

  @Test
  void sleepCarriesASelfAdvancingClockForward() throws Exception {
    ManualClock clock = ManualClock.selfAdvancing();
    clock.sleep(Duration.ofHours(5));
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusSeconds(5 * 3600));
  }

  @Test
  void interruptEndsASleep() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ManualClock.standing().sleep(Duration.ofSeconds(1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
