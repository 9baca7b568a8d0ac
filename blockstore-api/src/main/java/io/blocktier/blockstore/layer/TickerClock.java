package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.spi.Ticker;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that only measures: it runs with a ticker, so that changes of the time of day pass by.
 */
final class TickerClock extends Clock {

  private final Ticker ticker;

  TickerClock(Ticker ticker) {
    this.ticker = ticker;
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(ticker.nanos());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("elapsed time has no zone");
  }
}
