package io.blocktier.cache.index;

import io.blocktier.blockstore.spi.Disk;
import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What an index held at a clean stop, in a file of the cache: its entries in blocks, each with its
 * checksum and its place among the others, and a last block that says that nothing is missing. So
 * one bit that changed is noticed before it can mislead. Every call goes through the disk that was
 * handed in.
 */
final class IndexImage {

  /** Where the next block begins; what is read, checked and written in one call. */
  static final int BLOCK_BYTES = 256 << 10;

  /** Checksum of the rest, bytes of entries, entries in all blocks before. */
  static final int HEAD_BYTES = 2 * Integer.BYTES + Long.BYTES;

  /** What an image leaves at least: the journal needs a little to say that the stop was clean. */
  private static final long SPARED_BYTES = 1 << 20;

  private final Disk disk;
  private final Path file;

  /**
   * Names an image.
   *
   * @param disk of the cache
   * @param file the image, there or not
   */
  IndexImage(Disk disk, Path file) {
    this.disk = disk;
    this.file = file;
  }

  /** Takes entries. */
  @FunctionalInterface
  interface Sink {

    /**
     * Takes an entry.
     *
     * @param key in UTF-8
     * @param value of {@link ChronicleIndex#VALUE_BYTES}
     */
    void add(byte[] key, byte[] value) throws IOException;
  }

  /** Hands over entries. */
  @FunctionalInterface
  interface Source {

    /** Hands over all there are. */
    void writeTo(Sink sink) throws IOException;
  }

  /**
   * Writes the image, which is not there yet. In this order, so that its end is never there before
   * what it stands for:
   *
   * <ol>
   *   <li>all entries are written, and forced in steps that take no disk long;
   *   <li>the last block is written and forced;
   *   <li>the name is forced;
   *   <li>the journal makes its mark of a clean stop, when this method has returned.
   * </ol>
   *
   * <p>What did not get so far is deleted, for the sake of its room: nobody would believe it.
   *
   * @throws IOException if the disk fails, or is full or nearly
   */
  void save(Source source) throws IOException {
    try {
      try (DiskFile opened = disk.open(file, Disk.Mode.CREATE)) {
        ImageWriter writer = new ImageWriter(opened);
        source.writeTo(writer);
        writer.finish();
      }
      requireSpared();
      disk.forceDirectory(directory());
    } catch (IOException | RuntimeException e) {
      deleteAfter(e);
      throw e;
    }
  }

  private void requireSpared() throws IOException {
    long left = disk.usableBytes(directory());
    if (left < SPARED_BYTES) {
      throw new IOException(file + " would leave " + left + " bytes of the disk");
    }
  }

  private void deleteAfter(Exception failure) {
    try {
      disk.delete(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Reads the image.
   *
   * @param sink takes the entries; holds a part of them where this fails
   * @return whether there is an image
   * @throws IOException if it is damaged, or the disk fails, or the sink does
   */
  boolean load(Sink sink) throws IOException {
    try (DiskFile opened = disk.open(file, Disk.Mode.READ)) {
      new ImageReader(opened).readTo(sink);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Path directory() {
    return file.resolveSibling("");
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
