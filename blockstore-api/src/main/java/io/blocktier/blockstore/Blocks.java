package io.blocktier.blockstore;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** Conveniences for callers of {@link BlockStore}, each a few calls of it. */
public final class Blocks {

  private Blocks() {}

  /**
   * Stores bytes, replacing whatever is there.
   *
   * @param store the store
   * @param key the block's name
   * @param bytes its bytes, which are not copied
   * @return the receipt
   * @throws BlockStoreException as {@link BlockStore#write} does
   */
  public static Receipt write(BlockStore store, BlockKey key, byte[] bytes)
      throws BlockStoreException {
    return store.write(key, Content.of(bytes), WriteOptions.DEFAULT);
  }

  /**
   * Reads a whole block into a fresh buffer.
   *
   * @param store the store
   * @param key the block's name
   * @return its bytes, ready to be read
   * @throws InvalidRequestException if the block is larger than a buffer can be
   * @throws BlockStoreException as {@link BlockStore#read} does
   */
  public static ByteBuffer readAll(BlockStore store, BlockKey key) throws BlockStoreException {
    return read(store, key, ByteRange.ALL);
  }

  /**
   * Reads a range into a fresh buffer. Asks for the block's size first, and again where the block
   * grew in between.
   *
   * @param store the store
   * @param key the block's name
   * @param range what to read
   * @return the bytes, ready to be read
   * @throws InvalidRequestException if the range is larger than a buffer can be, or the block kept
   *     growing
   * @throws BlockStoreException as {@link BlockStore#read} does
   */
  public static ByteBuffer read(BlockStore store, BlockKey key, ByteRange range)
      throws BlockStoreException {
    ByteBuffer target = ByteBuffer.allocate(room(store, key, range));
    try {
      store.read(key, range, target);
    } catch (RangeNotSatisfiableException e) {
      throw e;
    } catch (InvalidRequestException grown) {
      target = ByteBuffer.allocate(room(store, key, range));
      store.read(key, range, target);
    }
    return target.flip();
  }

  /**
   * Tells what the store knows of a block, where there is one.
   *
   * @param store the store
   * @param key the block's name
   * @return its current version, or empty if the key has no block
   * @throws BlockStoreException as {@link BlockStore#stat} does
   */
  public static Optional<BlockStat> find(BlockStore store, BlockKey key)
      throws BlockStoreException {
    try {
      return Optional.of(store.stat(key));
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Deletes a block, whatever its version.
   *
   * @param store the store
   * @param key the block's name
   * @throws BlockStoreException as {@link BlockStore#delete} does
   */
  public static void delete(BlockStore store, BlockKey key) throws BlockStoreException {
    store.delete(key, DeleteOptions.DEFAULT);
  }

  private static int room(BlockStore store, BlockKey key, ByteRange range)
      throws BlockStoreException {
    long length = range.clampedLength(store.stat(key).size());
    if (length > Integer.MAX_VALUE - Long.BYTES) {
      String detail =
          String.format(Locale.ROOT, "%s of the block are more than one buffer holds", range);
      throw new InvalidRequestException(
          Failure.of(store, Operation.READ, key, detail).remedy("read smaller ranges"));
    }
    return (int) length;
  }
}
