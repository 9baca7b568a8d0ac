package io.blocktier.journal;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Makes and removes the files of segments. Thread-safe. */
final class SegmentDirectory {

  private static final String SUFFIX = ".seg";
  private static final int NAME_DIGITS = 16;
  private static final int ZEROS_BYTES = 1 << 20;

  private final Path directory;
  private final Disk disk;
  private final JournalId journal;
  private final int segmentBytes;
  private final AtomicBoolean namesLost = new AtomicBoolean();

  SegmentDirectory(Path directory, Disk disk, JournalId journal, int segmentBytes) {
    this.directory = directory;
    this.disk = disk;
    this.journal = journal;
    this.segmentBytes = segmentBytes;
  }

  static boolean isSegment(String name) {
    return name.length() == NAME_DIGITS + SUFFIX.length() && name.endsWith(SUFFIX);
  }

  /** Tells whether a name is that of a file whose making or replacing was cut short. */
  static boolean isLeftover(String name) {
    return name.endsWith(SmallFiles.NEW);
  }

  /** Returns the number in the name of a file, or 0 where it has none. */
  static long slot(String name) {
    try {
      return HexFormat.fromHexDigitsToLong(name.substring(0, NAME_DIGITS));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Makes a file of a free segment. Its bytes are forced before it has its name, and its name
   * before it is used: a power cut later finds all of it.
   */
  SegmentFile create(long slot, int bytes) throws IOException {
    checkNames();
    requireSpace(bytes, bytes, null);
    Path file = directory.resolve(HexFormat.of().toHexDigits(slot) + SUFFIX);
    Path fresh = file.resolveSibling(file.getFileName() + SmallFiles.NEW);
    disk.delete(fresh);
    DiskFile open = disk.open(fresh, Disk.Mode.CREATE);
    try {
      fillWithin(open, bytes);
      open.force();
      disk.rename(fresh, file);
      forceNames();
    } catch (IOException | RuntimeException e) {
      discard(open, fresh, e);
      throw e;
    }
    return new SegmentFile(file, open, bytes);
  }

  /** Others may take the last of the disk meanwhile. */
  private void fillWithin(DiskFile open, int bytes) throws IOException {
    try {
      fill(open, bytes);
    } catch (IOException e) {
      requireSpace(ZEROS_BYTES, bytes, e);
      throw e;
    }
  }

  private void requireSpace(int bytes, int fileBytes, @Nullable IOException cause)
      throws IOException {
    long usable = disk.usableBytes(directory);
    if (usable < bytes) {
      throw new DiskFullException(directory, usable, fileBytes, cause);
    }
  }

  private void fill(DiskFile open, int bytes) throws IOException {
    ByteBuffer header = SegmentHeader.free(0, bytes).block(journal);
    open.write(new ByteBuffer[] {header}, 0);
    ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
    for (int at = SegmentHeader.BYTES; at < bytes; at += ZEROS_BYTES) {
      ByteBuffer part = zeros.duplicate().limit(Math.min(ZEROS_BYTES, bytes - at));
      open.write(new ByteBuffer[] {part}, at);
    }
  }

  private void discard(DiskFile open, Path fresh, Exception cause) {
    try {
      open.close();
      disk.delete(fresh);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  int segmentBytes() {
    return segmentBytes;
  }

  /** Tells whether files of a size are made ahead here. */
  boolean makes(int bytes) {
    return bytes == segmentBytes;
  }

  /** Removes a file for good; it stays open for those who read it. */
  void remove(SegmentFile file) throws IOException {
    checkNames();
    disk.delete(file.path());
    forceNames();
  }

  private void checkNames() throws IOException {
    if (namesLost.get()) {
      throw new IOException(
          directory + ": forcing its names failed before; open it again on a sound disk");
    }
  }

  /** Forces the directory, but never again where that failed: the next call would lie. */
  private void forceNames() throws IOException {
    try {
      disk.forceDirectory(directory);
    } catch (IOException e) {
      namesLost.set(true);
      throw e;
    }
  }
}
