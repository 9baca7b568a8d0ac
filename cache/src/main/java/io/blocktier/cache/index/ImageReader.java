package io.blocktier.cache.index;

import static io.blocktier.cache.index.IndexImage.BLOCK_BYTES;
import static io.blocktier.cache.index.IndexImage.HEAD_BYTES;

import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Reads an image; hands over no entry of a block that is not as it was written. */
final class ImageReader {

  private final DiskFile file;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
  private long entries;

  ImageReader(DiskFile file) {
    this.file = file;
  }

  void readTo(IndexImage.Sink sink) throws IOException {
    long number = 0;
    while (readBlock(number)) {
      while (block.hasRemaining()) {
        readEntryTo(sink);
        entries++;
      }
      number++;
    }
  }

  private void readEntryTo(IndexImage.Sink sink) throws IOException {
    try {
      byte[] key = new byte[block.getShort()];
      byte[] value = new byte[ChronicleIndex.VALUE_BYTES];
      block.get(value).get(key);
      sink.add(key, value);
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new IOException("entry " + entries + " of the image is none", e);
    }
  }

  /** Leaves the entries of a block in the buffer; false if it is the last one, which has none. */
  private boolean readBlock(long number) throws IOException {
    file.read(block.clear(), number * BLOCK_BYTES);
    block.flip();
    if (!isIntact()) {
      throw new IOException("block " + number + " of the image is missing or damaged");
    }
    block.position(HEAD_BYTES);
    return block.hasRemaining();
  }

  private boolean isIntact() {
    if (block.limit() < HEAD_BYTES) {
      return false;
    }
    int bytes = block.getInt(Integer.BYTES);
    if (bytes < 0 || bytes > block.limit() - HEAD_BYTES) {
      return false;
    }
    block.limit(HEAD_BYTES + bytes);
    return block.getInt(0) == ImageWriter.checksum(block)
        && block.getLong(2 * Integer.BYTES) == entries;
  }
}
