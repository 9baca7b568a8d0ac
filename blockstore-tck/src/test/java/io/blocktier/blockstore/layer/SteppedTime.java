package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.spi.Effects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only by sleeping and by {@link #pass}, and remembers each sleep. */
final class SteppedTime {

  private final AtomicLong nanos = new AtomicLong(1_000);
  private final List<Duration> sleeps = Collections.synchronizedList(new ArrayList<>());

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  Duration slept() {
    return sleeps().stream().reduce(Duration.ZERO, Duration::plus);
  }

  Effects effects(long seed) {
    return effects(seed, Executors.newVirtualThreadPerTaskExecutor());
  }

  Effects effects(long seed, ExecutorService executor) {
    Random random = new Random(seed);
    return new Effects(
        () -> Instant.EPOCH.plusNanos(nanos.get()),
        nanos::get,
        random,
        duration -> {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          sleeps.add(duration);
          pass(duration);
        },
        executor);
  }
}
