package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Durability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.SettledReceipt;
import java.time.Duration;
import java.util.Optional;

/**
 * A receipt with another key or checksum than the one beneath, whose level it follows.
 *
 * @param inner the receipt that knows and waits
 * @param key the key to show
 * @param checksum the checksum to show
 */
record RestatedReceipt(Receipt inner, BlockKey key, Optional<Crc32c> checksum) implements Receipt {

  static Receipt withKey(Receipt receipt, BlockKey key) {
    return receipt instanceof SettledReceipt settled
        ? settled.withKey(key)
        : new RestatedReceipt(receipt, key, receipt.checksum());
  }

  static Receipt withChecksum(Receipt receipt, Crc32c crc) {
    return switch (receipt) {
      case SettledReceipt(var key, long size, var etag, var _, var level) ->
          new SettledReceipt(key, size, etag, Optional.of(crc), level);
      default -> new RestatedReceipt(receipt, receipt.key(), Optional.of(crc));
    };
  }

  @Override
  public long size() {
    return inner.size();
  }

  @Override
  public Etag etag() {
    return inner.etag();
  }

  @Override
  public Durability level() {
    return inner.level();
  }

  @Override
  public void await(Durability level, Duration timeout) throws BlockStoreException {
    inner.await(level, timeout);
  }
}
