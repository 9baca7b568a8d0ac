package io.blocktier.journal;

import io.blocktier.blockstore.spi.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Says that a journal was closed with everything on the disk. Holds the greatest generation. */
final class CleanMarker {

  static final String NAME = "clean";

  private static final int BYTES = 12;
  private static final int CRC_AT = 8;

  private CleanMarker() {}

  /** Returns the generation in the marker, or empty if there is none that holds. */
  static OptionalLong read(Disk disk, Path directory, JournalId journal) throws IOException {
    ByteBuffer bytes =
        SmallFiles.read(disk, directory.resolve(NAME), BYTES).orElse(ByteBuffer.allocate(0));
    return bytes.remaining() == BYTES && bytes.getInt(CRC_AT) == journal.checksum(bytes, 0, CRC_AT)
        ? OptionalLong.of(bytes.getLong())
        : OptionalLong.empty();
  }

  /** Puts the marker in place; forcing the directory is left to the caller. */
  static void write(Disk disk, Path directory, JournalId journal, long generation)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(generation);
    bytes.putInt(journal.checksum(bytes, 0, CRC_AT));
    SmallFiles.replace(disk, directory.resolve(NAME), bytes.flip());
  }
}
