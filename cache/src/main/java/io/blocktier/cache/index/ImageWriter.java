package io.blocktier.cache.index;

import static io.blocktier.cache.index.IndexImage.BLOCK_BYTES;
import static io.blocktier.cache.index.IndexImage.HEAD_BYTES;

import io.blocktier.blockstore.spi.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Writes an image, block by block. Not thread-safe. */
final class ImageWriter implements IndexImage.Sink {

  /** A slow disk takes a second for so much, far less than a call may take. */
  private static final int BLOCKS_PER_FORCE = (32 << 20) / BLOCK_BYTES;

  private final DiskFile file;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
  private long blocks;
  private long entriesBefore;
  private long entries;

  ImageWriter(DiskFile file) {
    this.file = file;
    block.position(HEAD_BYTES);
  }

  @Override
  public void add(byte[] key, byte[] value) throws IOException {
    if (block.remaining() < Short.BYTES + value.length + key.length) {
      writeBlock();
      if (blocks % BLOCKS_PER_FORCE == 0) {
        file.force();
      }
    }
    block.putShort((short) key.length).put(value).put(key);
    entries++;
  }

  /** Writes the rest, and the block that says that it is all. */
  void finish() throws IOException {
    if (entries > entriesBefore) {
      writeBlock();
    }
    file.force();
    writeBlock();
    file.force();
  }

  private void writeBlock() throws IOException {
    block.flip();
    block.putInt(Integer.BYTES, block.limit() - HEAD_BYTES);
    block.putLong(2 * Integer.BYTES, entriesBefore);
    block.putInt(0, checksum(block));
    file.write(new ByteBuffer[] {block}, blocks * BLOCK_BYTES);
    blocks++;
    entriesBefore = entries;
    block.clear().position(HEAD_BYTES);
  }

  /** Returns the CRC-32C of a block but for the place where it is kept. */
  static int checksum(ByteBuffer block) {
    CRC32C checksum = new CRC32C();
    checksum.update(block.slice(Integer.BYTES, block.limit() - Integer.BYTES));
    return (int) checksum.getValue();
  }
}
