package io.blocktier.cache;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import java.util.concurrent.Executor;

/**
 * What the cache takes from the machine, beside its disk.
 *
 * @param effects clock, elapsed time, randomness, waiting and threads
 * @param signals how its threads wait for each other
 * @param diskThreads run calls to the disk, each on a thread that may hang
 * @param windows how much of its memory it takes for what the index has, too
 */
record CacheEffects(Effects effects, Signals signals, Executor diskThreads, Windows windows) {

  CacheEffects(Effects effects, Signals signals, Executor diskThreads) {
    this(effects, signals, diskThreads, Windows.DEFAULT);
  }
}
