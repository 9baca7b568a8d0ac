package io.blocktier.segments.format;

import io.blocktier.blockstore.spi.CallerThread;
import io.blocktier.blockstore.spi.Signals;
import java.time.Duration;
import java.util.concurrent.Executor;

/** How scans of tests read ahead. */
public final class TestReadAhead {

  /** By whoever scans, when it begins to. */
  public static final ReadAhead AT_ONCE = by(new CallerThread());

  private TestReadAhead() {}

  /** By an executor, which is waited for. */
  public static ReadAhead by(Executor executor) {
    return new ReadAhead(executor, Signals.ofThreads(), Duration.ofMinutes(1));
  }
}
