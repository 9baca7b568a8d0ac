package io.blocktier.journal;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.journal.disk.DiskWatch;

/**
 * What a journal takes from outside.
 *
 * @param effects elapsed time, randomness and the executor, which outlives the journal
 * @param disk where the files are, each call on it known to the watch
 * @param watch runs what calls the disk, and knows when that hangs
 * @param signals how threads wait for one another
 * @param listener hears what happens to records and segments
 */
public record JournalEffects(
    Effects effects, Disk disk, DiskWatch watch, Signals signals, JournalListener listener) {}
