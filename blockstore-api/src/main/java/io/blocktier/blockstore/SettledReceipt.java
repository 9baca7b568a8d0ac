package io.blocktier.blockstore;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The receipt of a store whose acknowledgement is final: its level never rises. Immutable and
 * thread-safe.
 *
 * @param key the key that was written
 * @param size the size of the block in bytes
 * @param etag the version
 * @param checksum the checksum of the whole block, if known
 * @param level what the write survives
 */
public record SettledReceipt(
    BlockKey key, long size, Etag etag, Optional<Crc32c> checksum, Durability level)
    implements Receipt {

  /**
   * Returns the same under another key, for layers that map keys.
   *
   * @param other the key to show
   * @return the changed receipt
   */
  public SettledReceipt withKey(BlockKey other) {
    return new SettledReceipt(other, size, etag, checksum, level);
  }

  @Override
  public void await(Durability wanted, Duration timeout) throws UnsupportedByStoreException {
    if (!level.covers(wanted)) {
      String detail =
          String.format(Locale.ROOT, "the block is %s and stays so; %s was awaited", level, wanted);
      throw new UnsupportedByStoreException(
          Failure.of("receipt", Operation.WRITE, key, detail)
              .remedy("write through a store that reaches " + wanted));
    }
  }
}
