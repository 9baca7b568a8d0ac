package io.blocktier.blockstore.local;

import io.blocktier.blockstore.ByteRange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The file that an upload becomes. A part has its place in it as if all parts before were as large
 * as the one that came first; if they are, the file needs nothing but a name. Thread-safe.
 */
final class UploadFile implements AutoCloseable {

  /** Parts behind this get files of their own: a file system has a largest file. */
  static final long MAX_BYTES = 8L << 40;

  private final Path path;
  private final FileChannel channel;
  private final long step;
  private final Set<Integer> taken = new HashSet<>();

  /**
   * Takes over a new file.
   *
   * @param path where it is
   * @param channel open as long as this is, so that its force tells of every write that failed
   * @param step the size of parts
   */
  UploadFile(Path path, FileChannel channel, long step) {
    this.path = path;
    this.channel = channel;
    this.step = step;
  }

  Path path() {
    return path;
  }

  /** Where bytes of an upload are. */
  record Extent(Path file, ByteRange range) {
    FileWriter.Piece piece(Disk disk) {
      return new FileWriter.Piece(() -> disk.open(file, Disk.Access.BUFFERED), range);
    }
  }

  /** Takes the place of a part; empty where it has none, or where somebody else has it. */
  synchronized OptionalLong take(int number, long size) {
    boolean fits = size > 0 && size <= step && number <= MAX_BYTES / step;
    return fits && taken.add(number) ? OptionalLong.of((number - 1) * step) : OptionalLong.empty();
  }

  /** Frees the place of a part. */
  synchronized void free(int number) {
    taken.remove(number);
  }

  /** Tells whether this can be the block: whatever of it is here is where it belongs. */
  boolean canHold(List<Extent> extents) {
    boolean any = false;
    long position = 0;
    for (Extent extent : extents) {
      if (isHere(extent) && extent.range().offset() != position) {
        return false;
      }
      any |= isHere(extent);
      position += extent.range().length();
    }
    return any;
  }

  /** Completes the file by what of the block is elsewhere, and forces it. */
  BlockAttributes complete(
      List<Extent> extents, BlockAttributes attributes, FileWriter writer, Disk disk)
      throws IOException {
    long position = 0;
    for (Extent extent : extents) {
      if (!isHere(extent)) {
        channel.position(position);
        FileWriter.append(extent.piece(disk), channel);
      }
      position += extent.range().length();
    }
    FileWriter.trim(channel, position);
    try {
      return writer.finish(path, channel, attributes);
    } catch (IOException e) {
      channel.close(); // another force would not tell what this one has lost
      throw e;
    }
  }

  /** Tells whether bytes are in this file. */
  boolean isHere(Extent extent) {
    return extent.file().equals(path);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
