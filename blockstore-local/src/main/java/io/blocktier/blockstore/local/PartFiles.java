package io.blocktier.blockstore.local;

import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of an upload under way are: parts in the file that it becomes, each written once
 * and at its place. A part that has none there gets a file of its own; a range of a block that is
 * copied is a second name for the file of that block. Both are copied when the upload completes, in
 * one pass. Nothing is forced before: only then do the bytes have to survive. Thread-safe.
 */
final class PartFiles {

  private final Writes writes;
  private final FileWriter writer;
  private final Tree tree;
  private final Disk disk;
  private @Nullable UploadFile common;

  PartFiles(Writes writes, FileWriter writer, Tree tree, Disk disk) {
    this.writes = writes;
    this.writer = writer;
    this.tree = tree;
    this.disk = disk;
  }

  /** Judges the bytes of a part once they have been seen. */
  @FunctionalInterface
  interface Check {
    void accept(Crc32c seen) throws IOException;
  }

  /** Bytes of a part, and their checksum. */
  record Written(UploadFile.Extent extent, Crc32c checksum) {}

  /** Writes a part. */
  Written write(int number, Content content, Check check) throws IOException {
    UploadFile file = common(content.length());
    OptionalLong place = file == null ? OptionalLong.empty() : file.take(number, content.length());
    if (file == null || place.isEmpty()) {
      return writeApart(content, check);
    }
    if (!writer.canStartAt(place.getAsLong())) {
      file.free(number);
      return writeApart(content, check);
    }
    return writeInto(file, number, place.getAsLong(), content, check);
  }

  private Written writeInto(UploadFile file, int number, long offset, Content content, Check check)
      throws IOException {
    boolean kept = false;
    try {
      Crc32c checksum = writer.writeInto(file.path(), offset, content);
      check.accept(checksum);
      kept = true;
      return written(file.path(), offset, content, checksum);
    } finally {
      if (!kept) {
        file.free(number);
      }
    }
  }

  private Written writeApart(Content content, Check check) throws IOException {
    return make(file -> {
      Crc32c checksum = writer.writeUnforced(file, content);
      check.accept(checksum);
      return written(file, 0, content, checksum);
    });
  }

  private static Written written(Path file, long offset, Content content, Crc32c checksum) {
    ByteRange range = ByteRange.of(offset, content.length());
    return new Written(new UploadFile.Extent(file, range), checksum);
  }

  @FunctionalInterface
  private interface Maker<T> {
    T make(Path file) throws IOException;
  }

  /** Makes a new file, and removes what is there of it if that fails. */
  private <T> T make(Maker<T> maker) throws IOException {
    Path file = writes.newFile();
    boolean made = false;
    try {
      T result = maker.make(file);
      made = true;
      return result;
    } finally {
      if (!made) {
        disk.delete(file);
      }
    }
  }

  /** The first part that has bytes says how large parts are. */
  private synchronized @Nullable UploadFile common(long partBytes) throws IOException {
    if (common == null && partBytes > 0) {
      Path file = writes.newFile();
      common = new UploadFile(file, disk.create(file, Disk.Access.BUFFERED), partBytes);
    }
    return common;
  }

  private synchronized @Nullable UploadFile common() {
    return common;
  }

  /** Keeps a range of a block as it is now. */
  UploadFile.Extent copy(Tree.Opened source, ByteRange range) throws IOException {
    return make(file -> {
      if (link(source.found(), file)) {
        return new UploadFile.Extent(file, range);
      }
      copyBytes(source, range, file);
      return new UploadFile.Extent(file, ByteRange.of(0, range.length()));
    });
  }

  /**
   * Gives a version of a block another name. The bytes of a version never change, except where
   * something else wrote the file: then it has no attribute, and its bytes are copied at once.
   */
  private boolean link(Tree.Found found, Path file) throws IOException {
    try {
      disk.link(found.path(), file);
    } catch (IOException | UnsupportedOperationException refused) {
      return false;
    }
    if (disk.attribute(file) != null && found.attributes().equals(tree.attributes(file))) {
      return true;
    }
    disk.delete(file);
    return false;
  }

  private void copyBytes(Tree.Opened source, ByteRange range, Path file) throws IOException {
    try (FileChannel channel = disk.create(file, Disk.Access.BUFFERED)) {
      FileWriter.append(new FileWriter.Piece(source::channel, range), channel);
    }
  }

  /** Forgets a part that was replaced. */
  void drop(int number, UploadFile.Extent extent) throws IOException {
    UploadFile file = common();
    if (file != null && file.isHere(extent)) {
      file.free(number);
    } else {
      disk.delete(extent.file());
    }
  }

  /**
   * A file with all bytes of a block, forced.
   *
   * @param path where it is; goes when the upload ends, unless it is given a name
   * @param attributes what is kept beside it
   */
  record Joined(Path path, BlockAttributes attributes) {}

  /** Makes one file of parts in their order. Parts that are left out are lost. */
  Joined join(List<UploadFile.Extent> extents, BlockAttributes attributes) throws IOException {
    UploadFile file = common();
    if (file != null && file.canHold(extents)) {
      return new Joined(file.path(), file.complete(extents, attributes, writer, disk));
    }
    List<FileWriter.Piece> pieces = extents.stream().map(extent -> extent.piece(disk)).toList();
    return make(joined -> new Joined(joined, writer.assemble(joined, pieces, attributes)));
  }

  /** Removes a file that got no name; what parts are written into is kept for another try. */
  void discard(Joined joined) throws IOException {
    UploadFile file = common();
    if (file == null || !file.path().equals(joined.path())) {
      disk.delete(joined.path());
    }
  }

  /** Ends the file that parts are written into. */
  void close() throws IOException {
    UploadFile file = common();
    if (file != null) {
      try (file) {
        disk.delete(file.path());
      }
    }
  }
}
