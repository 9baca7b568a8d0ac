package io.blocktier.blockstore.local;

import io.blocktier.blockstore.Crc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Reads ranges of open files, checksumming each piece while it is in the cache. */
final class FileReader {

  private final AlignedBuffers aligned;
  private final Disk.Access access;

  FileReader(AlignedBuffers aligned, Disk.Access access) {
    this.aligned = aligned;
    this.access = access;
  }

  Disk.Access access() {
    return access;
  }

  /** An open file. */
  @FunctionalInterface
  interface Source {
    /** Reads as {@link FileChannel#read(ByteBuffer, long)} does. */
    int read(ByteBuffer target, long position) throws IOException;
  }

  /**
   * Fills a buffer from an offset on.
   *
   * @param expected the checksum that the bytes must have, if it is known
   */
  void read(Source file, long offset, ByteBuffer target, Optional<Crc32c> expected)
      throws IOException {
    CRC32C crc = new CRC32C();
    boolean check = expected.isPresent();
    long position = offset;
    int end = target.limit();
    while (target.position() < end) {
      int start = target.position();
      target.limit(Math.min(end, start + FileWriter.PIECE_BYTES));
      fill(file, position, target);
      position += target.position() - start;
      if (check) {
        crc.update(target.duplicate().position(start));
      }
      target.limit(end);
    }
    if (check && expected.get().value() != (int) crc.getValue()) {
      throw new DamagedFileException(
          String.format(
              Locale.ROOT,
              "the bytes have checksum %s, not %s",
              new Crc32c((int) crc.getValue()),
              expected.get()));
    }
  }

  private void fill(Source file, long offset, ByteBuffer target) throws IOException {
    if (access == Disk.Access.DIRECT && !isAligned(offset, target)) {
      fillThroughLoan(file, offset, target);
      return;
    }
    long position = offset;
    while (target.hasRemaining()) {
      position += require(file.read(target, position));
    }
  }

  private static boolean isAligned(long offset, ByteBuffer target) {
    return target.isDirect()
        && offset % AlignedBuffers.ALIGNMENT == 0
        && target.remaining() % AlignedBuffers.ALIGNMENT == 0
        && target.alignmentOffset(target.position(), AlignedBuffers.ALIGNMENT) == 0;
  }

  private void fillThroughLoan(Source file, long offset, ByteBuffer target) throws IOException {
    try (AlignedBuffers.Loan loan = aligned.take()) {
      long position = offset;
      while (target.hasRemaining()) {
        position += fillOnce(file, position, target, loan.buffer().clear());
      }
    }
  }

  private static int fillOnce(Source file, long offset, ByteBuffer target, ByteBuffer buffer)
      throws IOException {
    long start = AlignedBuffers.roundDown(offset);
    int lead = (int) (offset - start);
    int wanted = (int) Math.min(buffer.capacity(), (long) lead + target.remaining());
    buffer.limit(AlignedBuffers.roundUp(wanted));
    int read = require(file.read(buffer, start));
    int count = Math.min(read - lead, target.remaining());
    if (count <= 0) {
      throw new DamagedFileException("the file became shorter while it was read");
    }
    target.put(target.position(), buffer, lead, count);
    target.position(target.position() + count);
    return count;
  }

  private static int require(int count) throws IOException {
    if (count < 0) {
      throw new DamagedFileException("the file became shorter while it was read");
    }
    return count;
  }
}
