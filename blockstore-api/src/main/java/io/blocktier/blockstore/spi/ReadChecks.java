package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** What a store checks before it reads, where it knows how large the block is. */
public final class ReadChecks {

  private ReadChecks() {}

  /**
   * Returns how many bytes a range of a block yields, if there is room for them.
   *
   * @param store which is read, for errors
   * @param key of the block
   * @param range of the block
   * @param size of the block, in bytes
   * @param target where the bytes are to go
   * @return from 0 to what the target has room for
   * @throws RangeNotSatisfiableException if the range begins behind the block
   * @throws InvalidRequestException if the bytes do not fit into the target
   */
  public static int requireRoom(
      Object store, BlockKey key, ByteRange range, long size, ByteBuffer target)
      throws RangeNotSatisfiableException, InvalidRequestException {
    long length = requireWithin(store, key, range, size);
    if (length > target.remaining()) {
      String detail =
          String.format(
              Locale.ROOT,
              "%d bytes do not fit into the %d of the target",
              length,
              target.remaining());
      throw new InvalidRequestException(
          Failure.of(store, Operation.READ, key, detail)
              .remedy("bring a larger buffer, or read a smaller range"));
    }
    return (int) length;
  }

  /**
   * Returns how many bytes a range of a block yields.
   *
   * @param store which is read, for errors
   * @param key of the block
   * @param range of the block
   * @param size of the block, in bytes
   * @return from 0 to the size
   * @throws RangeNotSatisfiableException if the range begins behind the block
   */
  public static long requireWithin(Object store, BlockKey key, ByteRange range, long size)
      throws RangeNotSatisfiableException {
    if (!range.isSatisfiable(size)) {
      throw new RangeNotSatisfiableException(
          Failure.of(store, Operation.READ, key, range + " of a block of " + size + " bytes")
              .remedy("read within the block"));
    }
    return range.clampedLength(size);
  }
}
