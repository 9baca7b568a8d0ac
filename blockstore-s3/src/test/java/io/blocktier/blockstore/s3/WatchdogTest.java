package io.blocktier.blockstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls end with their time. */
class WatchdogTest {

  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofHours(1);

  private final Effects effects = Effects.ofSystem();
  private final Watchdog watchdog = new Watchdog(effects);

  @AfterEach
  void close() {
    watchdog.close();
    effects.executor().close();
  }

  @Test
  void connectionIsClosedWhenTheTimeIsOver() throws Exception {
    assertThat(isClosed(watchdog.guard(SHORT, LONG))).isTrue();
  }

  @Test
  void connectionIsClosedWhenItIsSilentForTooLong() throws Exception {
    assertThat(isClosed(watchdog.guard(LONG, SHORT))).isTrue();
  }

  @Test
  void connectionOfALateCallIsClosedAtOnce() throws Exception {
    CallGuard guard = watchdog.guard(SHORT, LONG);
    assertThat(isClosed(guard)).isTrue();
    CountDownLatch closed = new CountDownLatch(1);
    guard.attach(closed::countDown);
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void callThatIsOverIsLeftAlone() throws Exception {
    AtomicLong now = new AtomicLong();
    CountDownLatch closed = new CountDownLatch(1);
    try (Watchdog timed = new Watchdog(with(now::get))) {
      CallGuard over = timed.guard(SHORT, LONG);
      over.attach(closed::countDown);
      over.close();
      CallGuard next = timed.guard(SHORT, LONG);
      now.addAndGet(SHORT.toNanos());
      assertThat(isClosed(next)).isTrue();
    }
    assertThat(closed.getCount()).isEqualTo(1);
  }

  private Effects with(Ticker ticker) {
    return new Effects(
        effects.clock(), ticker, effects.random(), effects.sleeper(), effects.executor());
  }

  @Test
  void connectionThatCannotBeClosedDoesNotEndTheWatch() throws Exception {
    watchdog
        .guard(SHORT, LONG)
        .attach(() -> {
          throw new IllegalStateException("not to be closed");
        });
    assertThat(isClosed(watchdog.guard(SHORT.multipliedBy(2), LONG))).isTrue();
  }

  private static boolean isClosed(CallGuard guard) throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    guard.attach(closed::countDown);
    return closed.await(60, TimeUnit.SECONDS);
  }
}
