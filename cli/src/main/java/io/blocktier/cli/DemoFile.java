package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A file of the demo, as it was when it was found.
 *
 * @param path where it is
 * @param keyBase what the keys of its blocks start with
 * @param size its length
 * @param modified when it was last written to
 */
record DemoFile(Path path, String keyBase, long size, FileTime modified) {

  /** An empty file is one empty block, so that it is verified like all others. */
  int blocks(int blockSize) {
    return Math.toIntExact(Math.max(1, Math.ceilDiv(size, blockSize)));
  }

  BlockKey key(int index) {
    return BlockKey.of(String.format(Locale.ROOT, "%s/block-%06d", keyBase, index + 1));
  }

  int length(int index, int blockSize) {
    return (int) Math.min(blockSize, size - (long) index * blockSize);
  }

  /**
   * Reads one block's bytes of the file.
   *
   * @param buffer receives them, cleared; flipped afterwards
   * @throws ChangedFileException if the file has another length by now
   */
  void read(int index, int blockSize, ByteBuffer buffer) throws IOException {
    buffer.clear().limit(length(index, blockSize));
    long position = (long) index * blockSize;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      int count = 0;
      while (count >= 0 && buffer.hasRemaining()) {
        count = channel.read(buffer, position + buffer.position());
      }
      if (buffer.hasRemaining() || channel.size() != size) {
        throw new ChangedFileException();
      }
    }
    buffer.flip();
  }

  /** Tells whether somebody wrote to the file since it was found, as far as its times tell. */
  boolean changed() throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return now.size() != size || !now.lastModifiedTime().equals(modified);
  }

  /** Returns what {@link #of} makes the same of, in another process of this machine. */
  Map<String, Object> told() {
    Instant instant = modified.toInstant();
    return Map.of(
        "file",
        path.toUri().toString(),
        "key",
        keyBase,
        "size",
        size,
        "modified_second",
        instant.getEpochSecond(),
        "modified_nano",
        instant.getNano());
  }

  static DemoFile of(JsonNode told) {
    Instant modified =
        Instant.ofEpochSecond(
            told.get("modified_second").asLong(), told.get("modified_nano").asLong());
    return new DemoFile(
        Path.of(URI.create(told.get("file").asString())),
        told.get("key").asString(),
        told.get("size").asLong(),
        FileTime.from(modified));
  }

  /** The file is no longer what was found. */
  static final class ChangedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedFileException() {
      super("changed while the demo ran");
    }
  }
}
