package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What all parts of a log share. */
record LogContext(LogOptions options, Frames frames, Effects effects, Signals signals) {

  private static final int MOST_READS = 5;

  /**
   * A block of a store, in one version.
   *
   * @param image its bytes, checked
   * @param etag the version
   */
  record Stored(BlockImage image, Etag etag) {}

  Deadline deadline() {
    return Deadline.in(options.commitTimeout(), effects.ticker());
  }

  boolean isOver(Deadline deadline) {
    return !deadline.remaining(effects.ticker()).isPositive();
  }

  /** Leaves a store alone for a moment; returns false if the thread shall end instead. */
  boolean pause() {
    try {
      effects.sleeper().sleep(options.retryPause());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Reads a block as a store has it, whole and of one version.
   *
   * @param store the store
   * @param number the block's number
   * @return the block, or empty if the store has none
   * @throws BlockStoreException if it cannot be read
   * @throws AppendLogException if it is damaged
   */
  Optional<Stored> read(BlockStore store, long number)
      throws BlockStoreException, AppendLogException {
    BlockKey key = options.block(number);
    for (int reads = 1; ; reads++) {
      try {
        BlockStat stat = store.stat(key);
        ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(stat.size()));
        BlockRead read = store.read(key, ByteRange.ALL, target);
        BlockImage image = BlockImage.parse(frames, number, target.flip());
        return Optional.of(new Stored(image, read.block().etag()));
      } catch (BlockNotFoundException absent) {
        return Optional.empty();
      } catch (InvalidRequestException grown) {
        if (reads == MOST_READS) {
          throw grown;
        }
      }
    }
  }
}
