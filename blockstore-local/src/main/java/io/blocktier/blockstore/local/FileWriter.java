package io.blocktier.blockstore.local;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.Crc32c;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Writes temporary files, and forces them before anybody gives them a name. Bytes pass through the
 * processor once: each piece is checksummed and written while it is in the cache.
 */
final class FileWriter {

  static final int PIECE_BYTES = 256 << 10;

  private final Disk disk;
  private final AlignedBuffers aligned;
  private final Disk.Access access;
  private final boolean attributesKept;
  private final boolean sync;

  FileWriter(Disk disk, AlignedBuffers aligned, LocalOptions options, Capabilities capabilities) {
    this.disk = disk;
    this.aligned = aligned;
    this.access = options.access();
    this.attributesKept = capabilities.has(Capability.METADATA);
    this.sync = options.sync();
  }

  /** The content was not what was announced; nothing of it is kept. */
  static final class WrongContentException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongContentException(String message) {
      super(message);
    }

    WrongContentException(IOException cause) {
      super("the content could not be read: " + cause, cause);
    }
  }

  /** Makes the attributes of a file whose bytes have been seen, or refuses the bytes. */
  @FunctionalInterface
  interface Describer {
    BlockAttributes describe(Crc32c checksum) throws IOException;
  }

  /** Writes content and its attributes to a new file, and forces it. */
  BlockAttributes write(Path file, Content content, Describer describer) throws IOException {
    try (FileChannel channel = disk.create(file, access)) {
      Crc32c checksum = copy(content, channel);
      trim(channel, content.length());
      return finish(file, channel, describer.describe(checksum));
    }
  }

  /** Writes content to a new file, which is not forced and may be longer than the content. */
  Crc32c writeUnforced(Path file, Content content) throws IOException {
    try (FileChannel channel = disk.create(file, access)) {
      return copy(content, channel);
    }
  }

  /**
   * Writes content into a file that is there. Past the page cache, bytes up to the next multiple of
   * {@link AlignedBuffers#ALIGNMENT} are overwritten too, and the offset has to be one.
   */
  Crc32c writeInto(Path file, long offset, Content content) throws IOException {
    try (FileChannel channel = disk.openToWrite(file, access)) {
      channel.position(offset);
      return copy(content, channel);
    }
  }

  /** Writes content that is in memory to where a file is being written, through the page cache. */
  static Crc32c write(Content.Buffers content, FileChannel channel) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileSink sink = new FileSink.Buffered(channel)) {
      copyBuffers(content, sink, crc);
    }
    return new Crc32c((int) crc.getValue());
  }

  /** Forces a file, if files are forced. */
  void force(Path file, FileChannel channel) throws IOException {
    if (sync) {
      disk.force(file, channel);
    }
  }

  /** Forces what is kept beside a file, if files are forced; no interrupt keeps it from that. */
  void forceAttribute(Path file) throws IOException {
    if (sync) {
      disk.forceAttribute(file);
    }
  }

  /** Tells whether content can be written into a file at an offset. */
  boolean canStartAt(long offset) {
    return access == Disk.Access.BUFFERED || offset % AlignedBuffers.ALIGNMENT == 0;
  }

  /**
   * Puts a new file together from ranges of others, within the kernel: the bytes do not pass
   * through this process, and a file system that can share them does. Forces it.
   */
  BlockAttributes assemble(Path file, List<Piece> pieces, BlockAttributes attributes)
      throws IOException {
    try (FileChannel channel = disk.create(file, Disk.Access.BUFFERED)) {
      for (Piece piece : pieces) {
        append(piece, channel);
      }
      return finish(file, channel, attributes);
    }
  }

  /**
   * A range of a file.
   *
   * @param source opens the file, which is closed behind the range: no more than one is open
   * @param range what of it; lies within the file
   */
  record Piece(Calls.Body<FileChannel> source, ByteRange range) {}

  /** Cuts off what is behind the content of a file. */
  static void trim(FileChannel channel, long length) throws IOException {
    if (channel.size() > length) {
      channel.truncate(length);
    }
  }

  /** Completes a file that has all its bytes: gives it its attributes, and forces it. */
  BlockAttributes finish(Path file, FileChannel channel, BlockAttributes attributes)
      throws IOException {
    if (attributesKept) {
      disk.setAttribute(file, attributes.encode());
    }
    force(file, channel);
    return attributesKept ? attributes : asFound(file, attributes);
  }

  /** Where nothing is kept beside a file, its version is what later looks at it will tell. */
  private BlockAttributes asFound(Path file, BlockAttributes attributes) throws IOException {
    Disk.Status status = disk.status(file);
    if (status == null) {
      throw new NoSuchFileException(file.toString());
    }
    BlockAttributes found = BlockAttributes.foreign(status);
    return new BlockAttributes(
        found.version(),
        found.size(),
        found.modifiedMillis(),
        attributes.checksum(),
        found.putId(),
        found.metadata());
  }

  /** Copies a piece to where a file is being written. */
  static void append(Piece piece, FileChannel target) throws IOException {
    long position = piece.range().offset();
    long end = position + piece.range().length();
    try (FileChannel source = piece.source().run()) {
      while (position < end) {
        long count = source.transferTo(position, end - position, target);
        if (count <= 0) {
          throw new DamagedFileException("the source of a copy became shorter");
        }
        position += count;
      }
    }
  }

  private Crc32c copy(Content content, FileChannel channel) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileSink sink = sink(channel)) {
      switch (content) {
        case Content.Buffers buffers -> copyBuffers(buffers, sink, crc);
        case Content.Source source -> copyStream(source, sink, crc);
      }
      sink.finish();
    }
    return new Crc32c((int) crc.getValue());
  }

  private FileSink sink(FileChannel channel) throws IOException {
    return access == Disk.Access.DIRECT
        ? new FileSink.Direct(channel, aligned)
        : new FileSink.Buffered(channel);
  }

  private static void copyBuffers(Content.Buffers buffers, FileSink sink, CRC32C crc)
      throws IOException {
    for (ByteBuffer view : buffers.duplicates()) {
      copyPieces(view, sink, crc);
    }
  }

  private static void copyPieces(ByteBuffer bytes, FileSink sink, CRC32C crc) throws IOException {
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(Math.min(end, bytes.position() + PIECE_BYTES));
      crc.update(bytes.duplicate());
      sink.write(bytes);
      bytes.limit(end);
    }
  }

  private static void copyStream(Content.Source source, FileSink sink, CRC32C crc)
      throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE_BYTES - 1, source.length()) + 1];
    long written = 0;
    try (InputStream in = ofSource(source::open)) {
      int count = ofSource(() -> in.readNBytes(piece, 0, piece.length));
      while (count > 0) {
        written += count;
        requireAtMost(source.length(), written);
        copyPieces(ByteBuffer.wrap(piece, 0, count), sink, crc);
        count = ofSource(() -> in.readNBytes(piece, 0, piece.length));
      }
    }
    if (written < source.length()) {
      throw new WrongContentException(
          String.format(
              Locale.ROOT, "the source ended after %d of %d bytes", written, source.length()));
    }
  }

  /** Keeps the errors of the source apart from those of the disk. */
  private static <T> T ofSource(Calls.Body<T> read) throws IOException {
    try {
      return read.run();
    } catch (BlockStoreException e) {
      throw e;
    } catch (IOException e) {
      throw new WrongContentException(e);
    }
  }

  private static void requireAtMost(long announced, long delivered) throws IOException {
    if (delivered > announced) {
      throw new WrongContentException(
          String.format(
              Locale.ROOT, "the source has more than the %d bytes that were announced", announced));
    }
  }
}
