package io.blocktier.cache.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Says, in a file beside another, that the other is complete: by its size and checksum. A Chronicle
 * Map does not notice that its file is damaged; it waits for a minute or answers wrongly.
 */
final class Seal {

  private static final String SUFFIX = ".seal";

  private static final int BYTES = 2 * Long.BYTES;
  private static final int BUFFER_BYTES = 1 << 20;

  private Seal() {}

  /**
   * Seals a file that nobody changes any more. In this order, so that a seal is never there before
   * what it stands for:
   *
   * <ol>
   *   <li>the file is forced;
   *   <li>the seal is written and forced;
   *   <li>the names are forced.
   * </ol>
   */
  static void set(Path file) throws IOException {
    ByteBuffer content;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.force(true);
      content = describe(channel);
    }
    try (FileChannel seal =
        FileChannel.open(beside(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (content.hasRemaining()) {
        seal.write(content);
      }
      seal.force(true);
    }
    forceNames(file.resolveSibling(""));
  }

  /** Tells whether a file is as it was sealed. */
  static boolean isIntact(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] sealed = Files.readAllBytes(beside(file));
      return ByteBuffer.wrap(sealed).equals(describe(channel));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Forces what files a directory has. */
  static void forceNames(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory)) {
      names.force(true);
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  private static ByteBuffer describe(FileChannel channel) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    while (channel.read(buffer.clear()) >= 0) {
      checksum.update(buffer.flip());
    }
    return ByteBuffer.allocate(BYTES).putLong(channel.size()).putLong(checksum.getValue()).flip();
  }
}
