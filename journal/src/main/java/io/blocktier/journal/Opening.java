package io.blocktier.journal;

import io.blocktier.blockstore.spi.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Opens a journal: takes the lock, reads what is there, and only then changes anything. */
final class Opening {

  private static final String LOCK = "lock";

  private final Path directory;
  private final String owner;
  private final JournalOptions options;
  private final JournalEffects effects;
  private final Disk disk;
  private final List<SegmentFile> opened = new ArrayList<>();

  Opening(Path directory, String owner, JournalOptions options, JournalEffects effects) {
    this.directory = directory;
    this.owner = owner;
    this.options = options;
    this.effects = effects;
    this.disk = effects.disk();
  }

  Journal open(RecordVisitor visitor) throws IOException {
    Disk.Lock lock =
        disk.tryLock(directory.resolve(LOCK))
            .orElseThrow(() -> new JournalInUseException(directory));
    try {
      return openLocked(lock, visitor);
    } catch (IOException | RuntimeException e) {
      letGo(lock, e);
      throw e;
    }
  }

  private Journal openLocked(Disk.Lock lock, RecordVisitor visitor) throws IOException {
    List<String> names = disk.names(directory);
    Superblock before = Superblock.of(disk, directory, names, effects.effects().random());
    OptionalLong clean = CleanMarker.read(disk, directory, before.journal());
    Superblock session = before.next(directory, owner);
    Recovered found = recover(names, before.journal(), clean, visitor);
    begin(session, names);
    return new Journal(directory, options, effects, lock, session, found);
  }

  private Recovered recover(
      List<String> names, JournalId journal, OptionalLong clean, RecordVisitor visitor)
      throws IOException {
    SegmentFiles files = new SegmentFiles(directory, disk, journal, effects.listener(), opened);
    files.open(names);
    return new Recovery(journal, effects.listener(), visitor).recover(files, clean);
  }

  /**
   * Counts the session, so that its generations are new, and takes the mark of the clean stop away:
   * both durable before the first record can be.
   */
  private void begin(Superblock session, List<String> names) throws IOException {
    for (String name : names) {
      if (SegmentDirectory.isLeftover(name)) {
        disk.delete(directory.resolve(name));
      }
    }
    session.replace(disk, directory);
    disk.delete(directory.resolve(CleanMarker.NAME));
    disk.forceDirectory(directory);
  }

  private void letGo(Disk.Lock lock, Exception cause) {
    try (lock) {
      for (SegmentFile file : opened) {
        file.disk().close();
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
