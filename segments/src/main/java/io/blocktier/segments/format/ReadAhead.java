package io.blocktier.segments.format;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * How scans read ahead of who uses them.
 *
 * @param executor runs the reads, two at a time for each scan; where it refuses one, the scan reads
 *     by itself
 * @param signals wake a scan whose read has ended
 * @param patience how long a scan waits for a read that somebody else began, before it reads by
 *     itself, too
 */
public record ReadAhead(Executor executor, Signals signals, Duration patience) {

  /**
   * Reads ahead by the threads of some effects.
   *
   * @param effects run the reads
   * @param signals wake a scan whose read has ended
   * @param patience how long a scan waits for it
   * @return how scans read ahead
   */
  public static ReadAhead by(Effects effects, Signals signals, Duration patience) {
    return new ReadAhead(effects.executor(), signals, patience);
  }
}
