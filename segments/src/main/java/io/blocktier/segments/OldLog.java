package io.blocktier.segments;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.journal.Damage;
import io.blocktier.journal.Journal;
import io.blocktier.journal.JournalEffects;
import io.blocktier.journal.LostRecord;
import io.blocktier.journal.disk.DiskWatch;
import io.blocktier.journal.disk.WatchedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A log that another one took the place of, open to be read. Nothing is taken out of it before
 * {@link #empty()}. For one thread.
 */
final class OldLog implements AutoCloseable {

  private final Journal journal;
  private final LoggedRecords logged;
  private final LogHealth health;
  private final DiskWatch watch;

  private OldLog(Journal journal, LoggedRecords logged, LogHealth health, DiskWatch watch) {
    this.journal = journal;
    this.logged = logged;
    this.health = health;
    this.watch = watch;
  }

  /** Opens the log of a directory, which has to be closed by whoever wrote it. */
  static OldLog open(
      Path directory, String owner, SegmentsOptions options, SegmentEffects effects, Disk disk)
      throws IOException {
    DiskWatch watch =
        new DiskWatch(
            directory,
            options.diskDeadline(),
            effects.effects().ticker(),
            effects.signals(),
            effects.diskThreads());
    LogHealth health = new LogHealth(new Events(effects.signals()));
    JournalEffects own =
        new JournalEffects(
            effects.effects(), new WatchedDisk(disk, watch), watch, effects.signals(), health);
    LoggedRecords logged = new LoggedRecords();
    Journal journal = Journal.open(directory, owner, SegmentOpening.sizes(options), own, logged);
    return new OldLog(journal, logged, health, watch);
  }

  String identity() {
    return journal.identity();
  }

  /** Tells whether there is anything behind a generation. */
  boolean hasBehind(long mark) {
    return logged.lastGeneration() > mark;
  }

  /** Takes a batch; may take as long as it likes. */
  @FunctionalInterface
  interface Reader<E extends Exception> {
    void read(int batch, List<Change> changes) throws E;
  }

  /** Reads the batches behind a generation, in their order; damaged ones are noted. */
  <E extends Exception> void read(long mark, Reader<E> reader) throws IOException, E {
    for (int batch = logged.firstBehind(mark); batch < logged.count(); batch++) {
      int next = batch;
      reader.read(batch, watch.run(() -> logged.changes(journal, next, health)));
    }
  }

  /** Returns what could not be read. */
  List<Damage> damages() {
    return health.damages();
  }

  /** Takes all records out; when this returns, no crash brings them back. */
  void empty() throws IOException {
    for (LostRecord lost : journal.lost()) {
      journal.discard(lost.generation());
    }
    for (long file : journal.segmentsOldestFirst()) {
      journal.release(file);
    }
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
