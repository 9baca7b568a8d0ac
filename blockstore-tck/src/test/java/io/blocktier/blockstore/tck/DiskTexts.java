package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text in files. */
final class DiskTexts {

  private DiskTexts() {}

  static String read(Disk disk, Path path) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Mode.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(bytes, 0);
      return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }
  }

  static void write(DiskFile file, String text, long position) throws IOException {
    file.write(new ByteBuffer[] {StandardCharsets.US_ASCII.encode(text)}, position);
  }

  /** Writes the text without forcing anything. */
  static void create(Disk disk, Path path, String text) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Mode.CREATE)) {
      write(file, text, 0);
    }
  }

  /** Writes the text and forces it, but not the name. */
  static void createForced(Disk disk, Path path, String text) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Mode.CREATE)) {
      write(file, text, 0);
      file.force();
    }
  }

  static void overwrite(Disk disk, Path path, String text) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Mode.WRITE)) {
      write(file, text, 0);
    }
  }
}
