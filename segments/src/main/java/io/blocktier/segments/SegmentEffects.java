package io.blocktier.segments;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import java.util.concurrent.Executor;

/**
 * What a manager takes from the machine, beside its disk.
 *
 * @param effects clock, elapsed time, randomness, waiting and threads
 * @param signals how its threads wait for each other
 * @param diskThreads run calls to the disk, each on a thread that may hang
 */
record SegmentEffects(Effects effects, Signals signals, Executor diskThreads) {}
