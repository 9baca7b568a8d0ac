package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import java.util.Optional;

/**
 * One version of a block.
 *
 * @param appends how often it has been appended to since it was written
 */
record MemoryBlock(BlockStat stat, MemoryBytes bytes, int appends) {

  MemoryBlock withKey(BlockKey key) {
    return new MemoryBlock(stat.withKey(key), bytes, appends);
  }

  Receipt receipt() {
    return new SettledReceipt(
        stat.key(), stat.size(), stat.etag(), Optional.of(bytes.checksum()), Durability.MEMORY);
  }

  /** The least that a store's listing may carry, so that nobody comes to rely on more. */
  ListEntry listed() {
    return new ListEntry.Block(
        new BlockStat(
            stat.key(),
            stat.size(),
            stat.etag(),
            stat.lastModified(),
            Optional.empty(),
            Metadata.EMPTY,
            Optional.empty(),
            Optional.empty()));
  }
}
