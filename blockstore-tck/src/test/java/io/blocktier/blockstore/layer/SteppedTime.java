package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.ManualClock;
import io.blocktier.blockstore.tck.TestEffects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Time that passes only by sleeping and by {@link #pass}, and remembers each sleep. */
final class SteppedTime {

  private final ManualClock clock = ManualClock.selfAdvancing();
  private final List<Duration> sleeps = Collections.synchronizedList(new ArrayList<>());

  void pass(Duration duration) {
    clock.advance(duration);
  }

  List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  Duration slept() {
    return sleeps().stream().reduce(Duration.ZERO, Duration::plus);
  }

  Effects effects(long seed) {
    Effects effects = TestEffects.seeded(seed, clock);
    return new Effects(clock, clock, effects.random(), this::sleep, effects.executor());
  }

  private void sleep(Duration duration) throws InterruptedException {
    clock.sleep(duration);
    sleeps.add(duration);
  }
}
