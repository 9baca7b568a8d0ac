package io.blocktier.journal;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Files of a few bytes that are replaced as a whole. */
final class SmallFiles {

  static final String NEW = ".new";

  private SmallFiles() {}

  /** Returns the first bytes of a file, or empty if it is not there. */
  static Optional<ByteBuffer> read(Disk disk, Path file, int maxBytes) throws IOException {
    try (DiskFile open = disk.open(file, Disk.Mode.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(maxBytes);
      open.read(bytes, 0);
      return Optional.of(bytes.flip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Replaces a file. It survives a power cut once the caller has forced the directory. */
  static void replace(Disk disk, Path file, ByteBuffer bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + NEW);
    disk.delete(fresh);
    try (DiskFile open = disk.open(fresh, Disk.Mode.CREATE)) {
      open.write(new ByteBuffer[] {bytes}, 0);
      open.force();
    }
    disk.rename(fresh, file);
  }
}
