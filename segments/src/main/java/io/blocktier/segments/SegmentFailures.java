package io.blocktier.segments;

import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutOfSpaceException;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreClosedException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.UnsupportedByStoreException;
import io.blocktier.journal.DiskFullException;
import io.blocktier.journal.JournalClosedException;
import io.blocktier.journal.JournalFullException;
import io.blocktier.journal.JournalInUseException;
import io.blocktier.journal.JournalOwnerException;
import io.blocktier.journal.disk.DiskStalledException;
import io.blocktier.segments.manifest.ContendedException;
import io.blocktier.segments.manifest.DamagedManifestException;
import io.blocktier.segments.manifest.DoubtfulCommitException;
import io.blocktier.segments.manifest.FencedException;
import io.blocktier.segments.manifest.LeftLog;
import io.blocktier.segments.manifest.LogMark;
import io.blocktier.segments.manifest.Manifest;
import io.blocktier.segments.manifest.ManifestException;
import io.blocktier.segments.manifest.RefusedEditException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says by what the caller does next what went wrong. */
final class SegmentFailures {

  private final String name;

  SegmentFailures(String name) {
    this.name = name;
  }

  private Failure failure(Operation operation, @Nullable Object detail, String remedy) {
    return new Failure(name, operation, null, String.valueOf(detail), remedy);
  }

  InvalidRequestException invalid(Operation operation, String detail, String remedy) {
    return new InvalidRequestException(failure(operation, detail, remedy));
  }

  StoreClosedException closed() {
    return new StoreClosedException(
        failure(Operation.WRITE, "the segments are closed", "open them again"), null);
  }

  /** The same end as somebody met before. */
  BlockStoreException again(Operation operation, BlockStoreException end) {
    Failure first = end.failure();
    Failure now = failure(operation, first.detail(), first.remedy());
    return end instanceof CorruptBlockException
        ? new CorruptBlockException(now, end)
        : new StoreClosedException(now, end);
  }

  /** A wait that was over first. */
  StoreUnavailableException late(Operation operation, String what, @Nullable Throwable why) {
    String cause = why == null ? "" : ", the last failure being: " + why.getMessage();
    return new StoreUnavailableException(
        failure(operation, what + cause, "try again, or check the store and the disk"), why);
  }

  StoreUnavailableException interrupted(Operation operation, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new StoreUnavailableException(
        failure(operation, "interrupted while waiting", "try again"), cause);
  }

  /** A record that may be found after a crash, or may not. */
  BlockStoreException logged(Operation operation, IOException error) {
    return switch (error) {
      case BlockStoreException known -> known;
      case JournalFullException full ->
          new OutOfSpaceException(
              failure(operation, full.getMessage(), "wait until segments are sealed"), full);
      case DiskFullException full ->
          new OutOfSpaceException(
              failure(operation, full.getMessage(), "free space on that disk"), full);
      case DiskStalledException stalled ->
          new OutcomeUnknownException(
              failure(
                  operation,
                  stalled.getMessage(),
                  "check that disk; the records may be found when it answers, or after a restart"),
              stalled);
      case JournalClosedException _ -> closed();
      default ->
          new OutcomeUnknownException(
              failure(
                  operation,
                  "the log failed: " + error,
                  "check its disk; the records are in memory, and safe when they are sealed"),
              error);
    };
  }

  /** A record that has its place, and is in memory: it is sealed whatever becomes of the log. */
  BlockStoreException placed(Operation operation, IOException error) {
    return switch (error) {
      case JournalFullException _, DiskFullException _ ->
          new OutcomeUnknownException(
              failure(
                  operation,
                  error.getMessage(),
                  "free space on that disk; the records are in memory, and safe when they are"
                      + " sealed"),
              error);
      default -> logged(operation, error);
    };
  }

  /** What a commit, or a look at the manifest, came to. */
  BlockStoreException manifest(Operation operation, ManifestException error) {
    String detail = String.valueOf(error.getMessage());
    return switch (error) {
      case FencedException fenced ->
          new StoreClosedException(
              failure(operation, detail, "close this one; whoever opened last writes"), fenced);
      case DamagedManifestException damaged ->
          new CorruptBlockException(failure(operation, detail, "repair the manifest"), damaged);
      case DoubtfulCommitException doubtful ->
          new OutcomeUnknownException(failure(operation, detail, ""), doubtful);
      case ContendedException contended ->
          new StoreUnavailableException(failure(operation, detail, ""), contended);
      case RefusedEditException refused ->
          new InvalidRequestException(
              failure(operation, detail, "look again, and decide anew"), refused);
    };
  }

  /** A log with records that no segment has, which another one took the place of. */
  InvalidRequestException leftBehind(Path directory, String log, Optional<LogMark> covered) {
    return invalid(
        Operation.OPEN,
        "the log in "
            + directory
            + " has records that no segment may have, and the manifest goes with "
            + covered.map(mark -> "log " + mark.log()).orElse("no log")
            + ", not with this one, "
            + log,
        recovery(directory));
  }

  private static String recovery(Path directory) {
    return "bring them over with 'blocktier segments recover --log "
        + directory
        + "' by a configuration whose path is another directory; packed blocks cannot be brought over,"
        + " keep the directory";
  }

  /** A log of a packed store, which another one took the place of. */
  UnsupportedByStoreException logOfBlocks(Path directory) {
    return new UnsupportedByStoreException(
        failure(
            Operation.WRITE,
            "the log in "
                + directory
                + " is of packed blocks, and not brought over: objects that it refers to may be"
                + " gone",
            "blocks that were written as REMOTE are there without it; write the others again from"
                + " where they came from, and keep the directory until then"));
  }

  /** A log whose records cannot be told from those that segments have, or had. */
  InvalidRequestException unknownLog(Path directory, String log) {
    return invalid(
        Operation.OPEN,
        "the manifest does not know log "
            + log
            + " in "
            + directory
            + ", or not any more: nobody can tell what of it is in segments, or was deleted since",
        "keep that directory, and go on with a path to another one; a log is remembered for "
            + LeftLog.REMEMBERED.toDays()
            + " days from when another one took its place");
  }

  /** What is acknowledged and in a log that nobody opens as long as another one is written. */
  BlockStoreException leftInLog(Path directory, StoreClosedException fenced) {
    return new StoreClosedException(
        failure(
            Operation.WRITE,
            "somebody else writes these segments now, and does not have the last records: they are"
                + " in the log in "
                + directory
                + " alone",
            recovery(directory)),
        fenced);
  }

  /** What kept the segments from being opened. */
  BlockStoreException opening(IOException error) {
    return switch (error) {
      case BlockStoreException known -> known;
      case ManifestException manifest -> manifest(Operation.OPEN, manifest);
      case JournalInUseException inUse ->
          new StoreUnavailableException(failure(Operation.OPEN, inUse.getMessage(), ""), inUse);
      case JournalOwnerException other ->
          new InvalidRequestException(
              failure(Operation.OPEN, other.getMessage(), "give each its own directory"), other);
      default ->
          new StoreUnavailableException(
              failure(Operation.OPEN, "the log cannot be opened: " + error, "check its disk"),
              error);
    };
  }

  BlockNotFoundException noSegment(Operation operation, long id) {
    return new BlockNotFoundException(
        failure(operation, "there is no segment " + id, "see which there are"));
  }

  BlockNotFoundException noSnapshot(Operation operation, String snapshot) {
    return new BlockNotFoundException(
        failure(operation, "there is no snapshot '" + snapshot + "'", "see which there are"));
  }

  void requireSnapshot(Manifest manifest, String snapshot) throws BlockNotFoundException {
    if (!manifest.snapshots().containsKey(snapshot)) {
      throw noSnapshot(Operation.READ, snapshot);
    }
  }

  /** An object that the newest manifest has, and the store has not. */
  CorruptBlockException missing(BlockNotFoundException gone) {
    return damaged(
        Operation.READ, "the object of a segment is missing: " + gone.getMessage(), gone);
  }

  /** An object that went while somebody was reading it. */
  StoreUnavailableException movedAway(BlockNotFoundException gone) {
    return new StoreUnavailableException(
        failure(
            Operation.READ,
            "a segment went away while it was scanned: " + gone.getMessage(),
            "scan again, from the key behind the last one"),
        gone);
  }

  CorruptBlockException damaged(Operation operation, String detail, @Nullable Throwable cause) {
    return new CorruptBlockException(
        failure(operation, detail, "restore what is missing, or go on without it"), cause);
  }

  @Override
  public String toString() {
    return name;
  }
}
