package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.segments.RecoveredRecord.Fate;
import io.blocktier.segments.format.RecordEntry;
import io.blocktier.segments.format.RecordKey;
import io.blocktier.segments.format.SegmentRecord;
import io.blocktier.segments.manifest.LeftLog;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides what becomes of the records of a log that was left: as if they had been sealed before the
 * next writer began. Of each key its last change in the log is brought over, unless whoever came
 * later has touched the key, which its greater sequence number shows: compaction keeps deletions
 * that are newer than a log that was left. So it does not matter how often, or how far, this was
 * done before. For one thread.
 */
final class LogRecovery {

  private final OldLog log;
  private final LeftLog left;
  private final Newest newest;
  private final Consumer<RecoveredRecord> watch;
  private final Map<RecordKey, Integer> lastBatches = new HashMap<>();
  private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);

  LogRecovery(OldLog log, LeftLog left, Newest newest, Consumer<RecoveredRecord> watch) {
    this.log = log;
    this.left = left;
    this.newest = newest;
    this.watch = watch;
  }

  /** Knows what there is now. */
  @FunctionalInterface
  interface Newest {

    /** Returns the newest of a key, be it a tombstone or over. */
    Optional<SegmentRecord> of(RecordKey key) throws BlockStoreException;
  }

  /** Takes what is brought over. */
  @FunctionalInterface
  interface Target {
    void write(Batch batch) throws BlockStoreException;
  }

  /** What was changed together in the log is brought over together, as far as it is. */
  RecoveryReport run(boolean dryRun, Target target) throws IOException {
    log.read(
        left.position(),
        (batch, changes) -> {
          changes.forEach(change -> lastBatches.put(change.key(), batch));
        });
    log.<BlockStoreException>read(
        left.position(),
        (batch, changes) -> {
          Batch restored = restored(batch, changes);
          if (restored.size() > 0) {
            target.write(restored);
          }
        });
    return new RecoveryReport(
        dryRun,
        left.log(),
        count(Fate.RESTORED),
        count(Fate.THERE),
        count(Fate.OVERWRITTEN),
        RecoveryReport.words(log.damages()));
  }

  private long count(Fate fate) {
    return counts.getOrDefault(fate, 0L);
  }

  private Batch restored(int batch, List<Change> changes) throws BlockStoreException {
    Batch restored = new Batch();
    for (Change change : changes) {
      if (lastBatches.getOrDefault(change.key(), -1) == batch) {
        Fate fate = fate(change);
        counts.merge(fate, 1L, Long::sum);
        watch.accept(
            new RecoveredRecord(change.key(), change.kind(), change.value().remaining(), fate));
        if (fate == Fate.RESTORED) {
          add(change, restored);
        }
      }
    }
    return restored;
  }

  private Fate fate(Change change) throws BlockStoreException {
    Optional<SegmentRecord> now = newest.of(change.key());
    if (now.isPresent() && now.get().sequence() > left.sequence()) {
      return isSame(now.get(), change) ? Fate.THERE : Fate.OVERWRITTEN;
    }
    return Fate.RESTORED; // also what is the same, but older: logs that were left before may differ
  }

  private static boolean isSame(SegmentRecord now, Change change) {
    return now.kind() == change.kind()
        && now.expiresAt() == change.expiresAt()
        && now.value().equals(change.value());
  }

  private static boolean isDeletion(Change change) {
    return switch (change.kind()) {
      case PUT -> false;
      case TOMBSTONE -> true;
    };
  }

  private static void add(Change change, Batch to) {
    if (isDeletion(change)) {
      to.delete(change.key());
    } else if (change.expiresAt() == RecordEntry.NEVER) {
      to.put(change.key(), change.value());
    } else {
      to.put(change.key(), change.value(), Instant.ofEpochMilli(change.expiresAt()));
    }
  }
}
