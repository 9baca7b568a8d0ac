package io.blocktier.blockstore.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Ticker ticker = now::get;

  @Test
  void noDeadlineHoldsOutside() {
    assertThat(Deadline.current()).isEmpty();
  }

  @Test
  void theTimeThatIsLeftFallsEvenWhereTheTickerWrapsAround() {
    Deadline deadline = Deadline.in(Duration.ofNanos(100), ticker);
    now.addAndGet(30);
    assertThat(deadline.remaining(ticker)).isEqualTo(Duration.ofNanos(70));
    now.addAndGet(80);
    assertThat(deadline.remaining(ticker)).isEqualTo(Duration.ofNanos(-10));
  }

  @Test
  void theEarlierOfTwoNestedDeadlinesHolds() {
    Deadline near = Deadline.in(Duration.ofNanos(3), ticker);
    Deadline far = Deadline.in(Duration.ofNanos(90), ticker);
    assertThat(far.call(() -> near.call(Deadline::current))).contains(near);
    assertThat(near.call(() -> far.call(Deadline::current))).contains(near);
    assertThat(Deadline.current()).isEmpty();
  }
}
