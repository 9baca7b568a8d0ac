package io.blocktier.cache.journal;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;

/**
 * What a journal takes from outside.
 *
 * @param effects elapsed time, randomness and the executor, which outlives the journal
 * @param disk where the files are
 * @param signals how threads wait for one another
 * @param listener hears what happens to records and segments
 */
public record JournalEffects(
    Effects effects, Disk disk, Signals signals, JournalListener listener) {}
