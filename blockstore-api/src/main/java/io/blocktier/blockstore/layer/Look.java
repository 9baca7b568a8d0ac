package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import java.util.Optional;

/**
 * Looks what became of a call whose reply was lost; a look is tried again like any other call.
 *
 * @param store the store beneath the retry layer
 * @param retrier tries again
 */
record Look(BlockStore store, Retrier retrier) {

  /** Returns the block's current version, if there is one. */
  Optional<BlockStat> at(BlockKey key) throws BlockStoreException {
    return retrier.repeat(Call.of(Operation.STAT, key), () -> Blocks.find(store, key));
  }

  /** Makes the receipt that was lost out of what the store knows. */
  Receipt receipt(BlockStat stat, Optional<Crc32c> checksum) {
    Optional<Crc32c> known = stat.checksum().or(() -> checksum);
    return new SettledReceipt(
        stat.key(), stat.size(), stat.etag(), known, store.capabilities().durability());
  }
}
