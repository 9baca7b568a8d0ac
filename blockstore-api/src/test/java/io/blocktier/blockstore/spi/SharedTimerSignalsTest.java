package io.blocktier.blockstore.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blocktier.blockstore.spi.Signals.Signal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals whose long waits share a timer, which ticks when the test says so. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SharedTimerSignalsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration REAL_SECONDS = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong nanos = new AtomicLong();
  private final Semaphore ticks = new Semaphore(0);
  private final Semaphore slept = new Semaphore(0);
  private final Signals signals = Signals.ofThreads(effects(threads));

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Effects effects(ExecutorService executor) {
    return new Effects(
        InstantSource.system(), nanos::get, new SplittableRandom(1), this::sleep, executor);
  }

  private void sleep(Duration duration) throws InterruptedException {
    slept.release();
    ticks.acquire();
    nanos.addAndGet(duration.toNanos());
  }

  private Future<Boolean> await(Signal signal, Duration timeout) {
    return threads.submit(() -> signal.await(timeout));
  }

  /** The timer sleeps when there is somebody to wake. */
  private void awaitTimer() throws InterruptedException {
    assertThat(slept.tryAcquire(REAL_SECONDS.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aSignalThatWasRaisedKeepsNobodyWaiting() throws Exception {
    Signal signal = signals.create();
    signal.raise();
    assertThat(signal.await(HOUR)).isTrue();
    assertThat(signal.await(Duration.ZERO)).isTrue();
  }

  @Test
  void everybodyGoesOnWhoWaits() throws Exception {
    Signal signal = signals.create();
    List<Future<Boolean>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(await(signal, i % 2 == 0 ? HOUR : SharedTimerSignals.TICK));
    }
    signal.raise();
    for (Future<Boolean> one : waiting) {
      assertThat(one.get()).isTrue();
    }
  }

  @Test
  void anExpectedSignalEndsTheMoment() throws Exception {
    Signal raised = signals.create();
    raised.raise();
    assertThat(raised.expect()).isTrue();
    Signal signal = signals.create();
    Future<?> other = threads.submit(signal::raise);
    while (!signal.expect()) {} // the clock of this test stands still
    other.get();
    assertThat(signal.await(Duration.ZERO)).isTrue();
  }

  @Test
  void anExpectedSignalThatDoesNotComeIsGivenUpWhenItsTimeIsOverOrTheClockStands() {
    AtomicLong looks = new AtomicLong();
    Ticker everTen = () -> looks.incrementAndGet() * 10_000;
    Effects moving =
        new Effects(InstantSource.system(), everTen, new SplittableRandom(1), this::sleep, threads);
    assertThat(Signals.ofThreads(moving).create().expect()).isFalse();
    assertThat(looks.get() * 10_000)
        .isBetween(
            SharedTimerSignals.EXPECTED.toNanos(), 2 * SharedTimerSignals.EXPECTED.toNanos());
    assertThat(signals.create().expect()).isFalse();
  }

  @Test
  void pingPongLosesNoWakeUp() throws Exception {
    int rounds = 20_000;
    Signal[] ping = create(rounds);
    Signal[] pong = create(rounds);
    Future<?> other =
        threads.submit(() -> {
          for (int i = 0; i < rounds; i++) {
            assertThat(ping[i].await(HOUR)).isTrue();
            pong[i].raise();
          }
          return null;
        });
    for (int i = 0; i < rounds; i++) {
      ping[i].raise();
      assertThat(pong[i].await(HOUR)).isTrue();
    }
    other.get();
  }

  private Signal[] create(int count) {
    Signal[] created = new Signal[count];
    for (int i = 0; i < count; i++) {
      created[i] = signals.create();
    }
    return created;
  }

  @Test
  void aLongWaitEndsAtTheFirstTickBehindItsTime() throws Exception {
    Future<Boolean> wait = await(signals.create(), Duration.ofSeconds(2));
    int needed = (int) (2_000 / SharedTimerSignals.TICK.toMillis());
    for (int tick = 1; tick < needed; tick++) {
      awaitTimer();
      ticks.release();
    }
    awaitTimer();
    assertThat(wait.isDone()).isFalse();
    ticks.release();
    assertThat(wait.get()).isFalse();
  }

  @Test
  void theTimerEndsWithTheLastWaitAndBeginsWithTheNext() throws Exception {
    for (int round = 0; round < 3; round++) {
      Signal signal = signals.create();
      Future<Boolean> wait = await(signal, HOUR);
      awaitTimer();
      signal.raise();
      assertThat(wait.get()).isTrue();
      ticks.release();
    }
    assertThat(threads.submit(() -> true).get()).isTrue();
  }

  @Test
  void aShortWaitNeedsNoTimer() throws Exception {
    ExecutorService closed = Executors.newVirtualThreadPerTaskExecutor();
    closed.close();
    Effects real =
        new Effects(
            InstantSource.system(), System::nanoTime, new SplittableRandom(1), this::sleep, closed);
    assertThat(Signals.ofThreads(real).create().await(Duration.ofMillis(20))).isFalse();
  }

  @Test
  void aLongWaitTimesItselfWhereNoTaskRuns() throws Exception {
    ExecutorService closed = Executors.newVirtualThreadPerTaskExecutor();
    closed.close();
    Effects real =
        new Effects(
            InstantSource.system(), System::nanoTime, new SplittableRandom(1), this::sleep, closed);
    assertThat(Signals.ofThreads(real).create().await(SharedTimerSignals.LONG)).isFalse();
  }

  @Test
  void aTimerThatIsInterruptedLeavesNobodyWaitingForEver() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Effects real =
        new Effects(
            InstantSource.system(),
            System::nanoTime,
            new SplittableRandom(1),
            duration -> {
              started.countDown();
              throw new InterruptedException("the executor is shut down");
            },
            threads);
    Signal signal = Signals.ofThreads(real).create();
    Future<Boolean> wait = await(signal, SharedTimerSignals.LONG);
    started.await();
    assertThat(wait.get()).isFalse();
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    Future<Boolean> wait = await(signals.create(), HOUR);
    awaitTimer(); // which is started by whoever waits
    threads.shutdownNow();
    assertThatThrownBy(wait::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }
}
