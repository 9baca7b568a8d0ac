package io.blocktier.cache;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;

/**
 * What the cache takes from the machine, beside its disk.
 *
 * @param effects clock, elapsed time, randomness, waiting and threads
 * @param signals how its threads wait for each other
 * @param windows how much of its memory it takes for what the index has, too
 */
record CacheEffects(Effects effects, Signals signals, Windows windows) {

  CacheEffects(Effects effects, Signals signals) {
    this(effects, signals, Windows.DEFAULT);
  }
}
