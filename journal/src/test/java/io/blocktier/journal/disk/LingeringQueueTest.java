package io.blocktier.journal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each look at the time is one of the thread that lingers, and lets something happen meanwhile. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LingeringQueueTest {

  private static final Runnable FIRST = new Task(1);
  private static final Runnable SECOND = new Task(2);

  private record Task(int number) implements Runnable {
    @Override
    public void run() {}
  }

  private final LingeringQueue queue = new LingeringQueue(this::look);
  private long nanos;
  private int looks;
  private Runnable meanwhile = () -> {};

  private long look() {
    looks++;
    Runnable now = meanwhile;
    meanwhile = () -> {};
    now.run();
    nanos += 1_000;
    return nanos;
  }

  /** Whoever would have to be woken waits for no time here, and gets nothing. */
  private Runnable poll() {
    try {
      return queue.poll(0, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoLingersGetsWhatComesMeanwhileWithoutBeingWoken() {
    meanwhile = () -> queue.offer(FIRST);
    assertThat(poll()).isSameAs(FIRST);
    assertThat(queue).isEmpty();
  }

  @Test
  void whatComesBesideItIsQueued() {
    meanwhile =
        () -> {
          queue.offer(FIRST);
          queue.offer(SECOND);
        };
    assertThat(poll()).isSameAs(FIRST);
    assertThat(queue).containsExactly(SECOND);
    assertThat(poll()).isSameAs(SECOND);
  }

  @Test
  void whatIsThereIsTakenAtOnce() {
    queue.offer(FIRST);
    assertThat(poll()).isSameAs(FIRST);
    assertThat(looks).isZero();
  }

  @Test
  void oneLingersAtATime() {
    meanwhile =
        () -> {
          int before = looks;
          assertThat(poll()).isNull();
          assertThat(looks).isEqualTo(before);
          queue.offer(FIRST);
        };
    assertThat(poll()).isSameAs(FIRST);
  }

  @Test
  void nobodyLingersForLongerThanAMomentOrAfterItWasInVainAFewTimes() {
    assertThat(poll()).isNull();
    assertThat(nanos).isBetween(LingeringQueue.LINGER_NANOS, LingeringQueue.LINGER_NANOS + 5_000);
    for (int i = 1; i < Spins.TRIES; i++) {
      assertThat(poll()).isNull();
    }
    int before = looks;
    for (int i = 0; i < Spins.PAUSE; i++) {
      assertThat(poll()).isNull();
    }
    assertThat(looks).isEqualTo(before);
    meanwhile = () -> queue.offer(FIRST);
    assertThat(poll()).as("tried again").isSameAs(FIRST);
  }

  @Test
  void aClockThatStandsStillKeepsNobody() throws InterruptedException {
    assertThat(new LingeringQueue(() -> 0).poll(0, TimeUnit.NANOSECONDS)).isNull();
  }
}
