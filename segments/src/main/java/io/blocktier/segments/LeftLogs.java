package io.blocktier.segments;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Disk;
import io.blocktier.journal.Journal;
import io.blocktier.segments.manifest.LeftLog;
import io.blocktier.segments.manifest.LogMark;
import io.blocktier.segments.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Opens logs that others took the place of, and finds out how far segments have them. */
record LeftLogs(
    String owner,
    SegmentsOptions options,
    SegmentEffects effects,
    Disk disk,
    SegmentFailures failures) {

  /** What is done with a log that was left. */
  @FunctionalInterface
  interface Work {
    RecoveryReport run(OldLog log, LeftLog left) throws IOException;
  }

  /** Tells what would become of the records of a log. Changes no record, anywhere. */
  RecoveryReport plan(
      Path directory, Manifest manifest, LogRecovery.Newest newest, Consumer<RecoveredRecord> watch)
      throws BlockStoreException {
    return with(
        directory,
        manifest,
        true,
        (log, left) -> new LogRecovery(log, left, newest, watch).run(true, _ -> {}));
  }

  /** Works with the log of a directory; one without records needs no work. */
  RecoveryReport with(Path directory, Manifest manifest, boolean dryRun, Work work)
      throws BlockStoreException {
    if (options.contents() == Contents.BLOCKS) {
      throw failures.logOfBlocks(directory);
    }
    try (OldLog log = open(directory)) {
      String id = log.identity();
      SortedMap<String, LeftLog> logs = manifest.leftAt(effects.effects().clock().millis());
      requireLeft(directory, id, manifest, logs);
      LeftLog left = logs.get(id);
      if (left != null) {
        return work.run(log, left);
      }
      if (log.hasBehind(0) || !log.damages().isEmpty()) {
        throw failures.unknownLog(directory, id);
      }
      return RecoveryReport.nothing(dryRun, id);
    } catch (IOException e) {
      throw failures.opening(e);
    }
  }

  private OldLog open(Path directory) throws IOException {
    if (!Journal.exists(directory, disk)) {
      throw failures.invalid(
          Operation.READ, "there is no log in " + directory, "name the directory of a log");
    }
    return OldLog.open(directory, owner, options, effects, disk);
  }

  /** What was left later is newer: brought over behind an older one it would seem older. */
  private void requireLeft(
      Path directory, String id, Manifest manifest, SortedMap<String, LeftLog> logs)
      throws BlockStoreException {
    Optional<LogMark> own = manifest.covered().filter(mark -> mark.log().equals(id));
    if (own.isPresent()) {
      throw failures.invalid(
          Operation.READ,
          "the log in " + directory + " is the one that these segments go with",
          "open them with that path: what it has is sealed then");
    }
    LeftLog left = logs.get(id);
    for (LeftLog other : logs.values()) {
      if (left != null && other.isLaterThan(left)) {
        throw failures.invalid(
            Operation.READ,
            "log " + other.log() + " was left later than the one in " + directory,
            "recover that one first, or give it up: 'blocktier segments recover --give-up "
                + other.log()
                + "'");
      }
    }
  }
}
