package io.blocktier.cache.journal;

import io.blocktier.blockstore.spi.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Says that a directory is a journal, and which.
 *
 * @param journal tells it from others
 * @param session how often it was opened; a part of every generation, so that none is used twice
 */
record Superblock(JournalId journal, int session) {

  static final String NAME = "superblock";

  private static final long MAGIC = 0x424C4B544A524E4CL; // BLKTJRNL
  private static final int VERSION = 1;
  private static final int BYTES = 40;
  private static final int CRC_AT = 36;
  private static final int MAX_SESSIONS = 1 << 23;
  private static final int SESSION_SHIFT = 40;

  /** Returns the superblock of a directory, or that of a new journal if there is nothing yet. */
  static Superblock of(Disk disk, Path directory, List<String> names, RandomGenerator random)
      throws IOException {
    Path file = directory.resolve(NAME);
    if (names.contains(NAME)) {
      return read(file, SmallFiles.read(disk, file, BYTES).orElseThrow());
    }
    if (names.stream().anyMatch(SegmentDirectory::isSegment)) {
      throw new JournalFormatException(file, "is missing beside segments; restore it");
    }
    return new Superblock(JournalId.random(random), 0);
  }

  private static Superblock read(Path file, ByteBuffer bytes) throws IOException {
    if (bytes.remaining() < BYTES || bytes.getLong() != MAGIC) {
      throw new JournalFormatException(
          file, "is not that of a journal; give the cache a directory of its own");
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw new JournalFormatException(
          file, "has version " + version + ", this program reads " + VERSION);
    }
    return decode(file, bytes);
  }

  private static Superblock decode(Path file, ByteBuffer bytes) throws IOException {
    int session = bytes.getInt();
    JournalId journal = JournalId.read(bytes);
    if (bytes.getInt(CRC_AT) != journal.checksum(bytes, 0, CRC_AT)) {
      throw new JournalFormatException(file, "is damaged; restore it");
    }
    return new Superblock(journal, session);
  }

  /** Returns the superblock of the next session. */
  Superblock next(Path directory) throws IOException {
    if (session + 1 >= MAX_SESSIONS) {
      throw new JournalFormatException(
          directory.resolve(NAME), "was opened too often; begin a new directory");
    }
    return new Superblock(journal, session + 1);
  }

  /** Puts this superblock in place; forcing the directory is left to the caller. */
  void replace(Disk disk, Path directory) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(session);
    journal.write(bytes);
    bytes.putInt(0).putInt(journal.checksum(bytes, 0, CRC_AT));
    SmallFiles.replace(disk, directory.resolve(NAME), bytes.flip());
  }

  /** Returns a generation that is smaller than all of this session, and greater than all before. */
  long base() {
    return (long) session << SESSION_SHIFT;
  }
}
