package io.blocktier.journal;

import io.blocktier.blockstore.tck.DiskOperation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Every kind of change that a journal makes to its disk. The power may go before each of them; a
 * change that has no name here has no test.
 */
enum CrashPoint {
  SUPERBLOCK_CREATION(DiskOperation.OPEN, "superblock\\.new"),
  SUPERBLOCK_WRITE(DiskOperation.WRITE, "superblock\\.new"),
  SUPERBLOCK_FORCE(DiskOperation.FORCE, "superblock\\.new"),
  SUPERBLOCK_RENAME(DiskOperation.RENAME, "superblock(\\.new)?"),
  CLEAN_MARK_CREATION(DiskOperation.OPEN, "clean\\.new"),
  CLEAN_MARK_WRITE(DiskOperation.WRITE, "clean\\.new"),
  CLEAN_MARK_FORCE(DiskOperation.FORCE, "clean\\.new"),
  CLEAN_MARK_RENAME(DiskOperation.RENAME, "clean(\\.new)?"),
  CLEAN_MARK_REMOVAL(DiskOperation.DELETE, "clean"),
  LEFTOVER_REMOVAL(DiskOperation.DELETE, ".*\\.new"),
  SEGMENT_CREATION(DiskOperation.OPEN, ".*\\.seg\\.new"),
  SEGMENT_FILLING(DiskOperation.WRITE, ".*\\.seg\\.new"),
  SEGMENT_FILLING_FORCE(DiskOperation.FORCE, ".*\\.seg\\.new"),
  SEGMENT_RENAME(DiskOperation.RENAME, ".*\\.seg(\\.new)?"),
  RECORDS_WRITE(DiskOperation.WRITE, ".*\\.seg"),
  RECORDS_FORCE(DiskOperation.FORCE, ".*\\.seg"),
  NAMES_FORCE(DiskOperation.FORCE_DIRECTORY, "journal");

  private static final Set<DiskOperation> CHANGES =
      EnumSet.of(
          DiskOperation.CREATE_DIRECTORY,
          DiskOperation.WRITE,
          DiskOperation.FORCE,
          DiskOperation.RENAME,
          DiskOperation.DELETE,
          DiskOperation.FORCE_DIRECTORY);

  private final DiskOperation operation;
  private final String names;

  CrashPoint(DiskOperation operation, String names) {
    this.operation = operation;
    this.names = names;
  }

  /** Returns the names of a call, of which a change has exactly one. */
  static List<CrashPoint> of(DiskOperation operation, Path path) {
    String name = String.valueOf(path.getFileName());
    return Arrays.stream(values())
        .filter(point -> point.operation == operation && name.matches(point.names))
        .toList();
  }

  static boolean isChange(DiskOperation operation) {
    return CHANGES.contains(operation);
  }
}
