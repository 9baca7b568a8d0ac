package io.blocktier.journal;

import io.blocktier.blockstore.spi.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Says that a directory is a journal, and which.
 *
 * @param journal tells it from others
 * @param owner whose records it holds; empty where that was not noted yet
 * @param session how often it was opened; a part of every generation, so that none is used twice
 */
record Superblock(JournalId journal, String owner, int session) {

  static final String NAME = "superblock";

  private static final long MAGIC = 0x424C4B544A524E4CL; // BLKTJRNL
  private static final int VERSION = 2;

  /** The same with an owner of no bytes. */
  private static final int VERSION_WITHOUT_OWNER = 1;

  private static final int OWNER_AT = 36;
  private static final int MAX_OWNER_BYTES = 16 << 10;
  private static final int MAX_SESSIONS = 1 << 23;
  private static final int SESSION_SHIFT = 40;

  /** Returns the superblock of a directory, or that of a new journal if there is nothing yet. */
  static Superblock of(Disk disk, Path directory, List<String> names, RandomGenerator random)
      throws IOException {
    Path file = directory.resolve(NAME);
    if (names.contains(NAME)) {
      return read(
          file,
          SmallFiles.read(disk, file, OWNER_AT + MAX_OWNER_BYTES + Integer.BYTES).orElseThrow());
    }
    if (names.stream().anyMatch(SegmentDirectory::isSegment)) {
      throw new JournalFormatException(file, "is missing beside segments; restore it");
    }
    return new Superblock(JournalId.random(random), "", 0);
  }

  private static Superblock read(Path file, ByteBuffer bytes) throws IOException {
    if (bytes.remaining() < OWNER_AT + Integer.BYTES || bytes.getLong() != MAGIC) {
      throw new JournalFormatException(
          file, "is not that of a journal; give it a directory of its own");
    }
    int version = bytes.getInt();
    if (version != VERSION && version != VERSION_WITHOUT_OWNER) {
      throw new JournalFormatException(
          file, "has version " + version + ", this program reads " + VERSION);
    }
    return decode(file, bytes);
  }

  private static Superblock decode(Path file, ByteBuffer bytes) throws IOException {
    int session = bytes.getInt();
    JournalId journal = JournalId.read(bytes);
    int ownerBytes = bytes.getInt();
    int crcAt = OWNER_AT + ownerBytes;
    if (ownerBytes < 0
        || ownerBytes > bytes.limit() - OWNER_AT - Integer.BYTES
        || bytes.getInt(crcAt) != journal.checksum(bytes, 0, crcAt)) {
      throw new JournalFormatException(file, "is damaged; restore it");
    }
    String owner = StandardCharsets.UTF_8.decode(bytes.slice(OWNER_AT, ownerBytes)).toString();
    return new Superblock(journal, owner, session);
  }

  /** Returns the superblock of the next session, which has to be of the same owner. */
  Superblock next(Path directory, String nextOwner) throws IOException {
    if (!owner.isEmpty() && !owner.equals(nextOwner)) {
      throw new JournalOwnerException(directory, owner, nextOwner);
    }
    if (session + 1 >= MAX_SESSIONS) {
      throw new JournalFormatException(
          directory.resolve(NAME), "was opened too often; begin a new directory");
    }
    return new Superblock(journal, nextOwner, session + 1);
  }

  /** Puts this superblock in place; forcing the directory is left to the caller. */
  void replace(Disk disk, Path directory) throws IOException {
    byte[] ownerBytes = owner.getBytes(StandardCharsets.UTF_8);
    if (ownerBytes.length > MAX_OWNER_BYTES) {
      throw new IllegalArgumentException("an owner's name of " + ownerBytes.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate(OWNER_AT + ownerBytes.length + Integer.BYTES);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(session);
    journal.write(bytes);
    bytes.putInt(ownerBytes.length).put(ownerBytes);
    bytes.putInt(journal.checksum(bytes, 0, bytes.position()));
    SmallFiles.replace(disk, directory.resolve(NAME), bytes.flip());
  }

  /** Returns a generation that is smaller than all of this session, and greater than all before. */
  long base() {
    return (long) session << SESSION_SHIFT;
  }
}
