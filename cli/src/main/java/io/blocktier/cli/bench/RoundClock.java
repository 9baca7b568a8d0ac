package io.blocktier.cli.bench;

import io.blocktier.blockstore.spi.LatencyHistogram;
import io.blocktier.blockstore.spi.Ticker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Has something done again and again for as long as a measurement takes. For one thread.
 *
 * @param ticker what time is taken from
 * @param length how long
 * @param cancelled whether to give up
 */
record RoundClock(Ticker ticker, Duration length, BooleanSupplier cancelled) {

  /** Does something once; returns the bytes that it moved, negative to be done no more. */
  @FunctionalInterface
  interface Step {
    long run(long number) throws IOException;
  }

  /** Repeats at least once, and not more often than this many times. */
  CallTimes repeat(long most, Step step) throws IOException {
    LatencyHistogram histogram = new LatencyHistogram();
    long bytes = 0;
    long start = ticker.nanos();
    long end = start + length.toNanos();
    long begun = start;
    for (long number = 0; number < most && (number == 0 || begun - end < 0); number++) {
      if (cancelled.getAsBoolean()) {
        throw new InterruptedIOException("cancelled");
      }
      long moved = step.run(number);
      if (moved < 0) {
        break;
      }
      bytes += moved;
      long done = ticker.nanos();
      histogram.record(done - begun);
      begun = done;
    }
    return CallTimes.of(histogram, bytes, begun - start);
  }
}
