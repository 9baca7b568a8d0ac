package io.blocktier.torture;

import io.blocktier.blockstore.spi.Effects;
import java.nio.file.Path;

/**
 * What every lane works with.
 *
 * @param options what is to be done
 * @param directory the lane's own, which is removed behind it
 * @param effects clock, randomness and threads
 * @param budget how much to do
 * @param tally what was done and found
 */
record Bench(TortureOptions options, Path directory, Effects effects, Budget budget, Tally tally) {

  Bench with(Budget other) {
    return new Bench(options, directory, effects, other, tally);
  }
}
