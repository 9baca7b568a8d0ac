package io.blocktier.cli;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one version of a block, range by range. Thread-safe.
 *
 * @param store the store
 * @param version what was found at the first range
 */
record VersionReader(BlockStore store, BlockStat version) {

  /**
   * Reads the beginning of whatever version there is, without asking for its size first.
   *
   * @param buffer receives it, cleared; flipped afterwards
   */
  static VersionReader open(BlockStore store, BlockKey key, ByteBuffer buffer)
      throws BlockStoreException {
    BlockRead read = store.read(key, ByteRange.of(0, buffer.clear().remaining()), buffer);
    buffer.flip();
    return new VersionReader(store, read.block());
  }

  /**
   * Reads on.
   *
   * @param offset below the size of the version
   * @param buffer receives as much as fits, cleared; flipped afterwards
   * @throws PreconditionFailedException if there is another version by now
   */
  void read(long offset, ByteBuffer buffer) throws BlockStoreException {
    BlockRead read;
    try {
      read = store.read(version.key(), ByteRange.of(offset, buffer.clear().remaining()), buffer);
    } catch (RangeNotSatisfiableException e) {
      throw replaced(e);
    }
    if (!read.block().etag().equals(version.etag())) {
      throw replaced(null);
    }
    buffer.flip();
  }

  private PreconditionFailedException replaced(@Nullable Throwable cause) {
    Failure failure =
        Failure.of(store, Operation.READ, version.key(), "the block was replaced while it was read")
            .remedy("start again");
    return new PreconditionFailedException(failure, cause);
  }
}
