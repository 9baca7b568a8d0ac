package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.ByteRange;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A version of a block as an open file of this machine. As long as it is open, the bytes of the
 * range are there and are those of that version, also where the block is replaced or deleted
 * meanwhile, or the store closed. Whoever asked for it closes it, soon: a deleted block keeps its
 * space until then. As thread-safe as the channel.
 *
 * @param block the version
 * @param channel the file, open for reading
 * @param range where in the file the bytes are that were asked for, clamped at the block's end
 */
public record BlockFile(BlockStat block, FileChannel channel, ByteRange range)
    implements AutoCloseable {

  /**
   * Returns the same file of a block that somebody else knows by another description.
   *
   * @param known what the block is there
   * @return this file
   */
  public BlockFile withBlock(BlockStat known) {
    return new BlockFile(known, channel, range);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
