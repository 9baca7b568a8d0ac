package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Receipt;
import io.blocktier.segments.RecordReceipt;
import java.time.Duration;
import java.util.Optional;

/** The receipt of a version: as safe as the batch with its records. */
record PackedReceipt(BlockKey key, BlockHead head, RecordReceipt record, PackedFailures failures)
    implements Receipt {

  @Override
  public long size() {
    return head.size();
  }

  @Override
  public Etag etag() {
    return head.etag();
  }

  @Override
  public Optional<Crc32c> checksum() {
    return head.checksum();
  }

  @Override
  public Durability level() {
    return record.level();
  }

  @Override
  public void await(Durability level, Duration timeout) throws BlockStoreException {
    try {
      record.await(level, timeout);
    } catch (BlockStoreException e) {
      throw failures.about(Operation.WRITE, key, e);
    }
  }

  @Override
  public String toString() {
    return "receipt of '" + key + "' " + etag() + ", " + level();
  }
}
