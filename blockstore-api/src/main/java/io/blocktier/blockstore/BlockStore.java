package io.blocktier.blockstore;

import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * Keeps blocks: immutable sequences of bytes under a {@link BlockKey}, replaced as a whole and read
 * by range.
 *
 * <p><b>For callers.</b> All calls block and are written for virtual threads. Every method may be
 * called from any number of threads. {@link Blocks} has conveniences. What a store can do beyond
 * the basics is in {@link #capabilities()}.
 *
 * <p><b>For implementers.</b> There are no default methods, because a default is what a wrapper
 * forgets to forward. {@code toString} names the store without secrets, for errors. The contract
 * suite in the test kit is the executable form of this page; a store is one when it passes.
 *
 * <p><b>Errors</b> common to all methods, beside those that each one names:
 *
 * <ul>
 *   <li>{@link StoreClosedException} after {@link #close()};
 *   <li>{@link AccessRefusedException} if the credentials do not suffice;
 *   <li>{@link StoreUnavailableException} if the store cannot serve now and nothing was changed;
 *   <li>{@link OutcomeUnknownException} if the reply to a change was lost;
 *   <li>{@link UnsupportedByStoreException} if a capability is missing that the call or one of its
 *       options needs, before anything is changed;
 *   <li>{@link InvalidRequestException} if a {@link Limits limit} is exceeded.
 * </ul>
 *
 * Every wait has a deadline that the store's configuration sets.
 */
public interface BlockStore extends AutoCloseable {

  /**
   * Stores a block atomically: readers see all of it or nothing, and once the call returns every
   * later read sees it, also after whatever {@link Capabilities#durability()} covers.
   *
   * @param key the block's name
   * @param content its bytes, 0 up to {@link Limits#maxWriteBytes()}
   * @param options condition, metadata and the like
   * @return the receipt, with the checksum of all bytes
   * @throws PreconditionFailedException if the condition does not hold; nothing was changed
   * @throws CorruptBlockException if the bytes that arrived do not match the content's checksum;
   *     nothing was changed
   * @throws InvalidRequestException if a source delivers another number of bytes than announced;
   *     nothing was changed
   * @throws OutOfSpaceException if there is no room; nothing was changed
   * @throws BlockStoreException as described for the type
   */
  Receipt write(BlockKey key, Content content, WriteOptions options) throws BlockStoreException;

  /**
   * Reads a range of one version of a block into a buffer, and moves the buffer's position behind
   * the bytes. If the call fails, the position is where it was and the bytes behind it are
   * undefined. Where the store keeps a checksum, a read of the whole block verifies it.
   *
   * @param key the block's name
   * @param range what to read; {@link ByteRange} has the rule for the edges
   * @param target where the bytes go; needs room for the range clamped at the block's end
   * @return what was read, and of which version
   * @throws BlockNotFoundException if the key has no block
   * @throws RangeNotSatisfiableException if the range starts at or beyond the end
   * @throws InvalidRequestException if the target has too little room; the message has both numbers
   * @throws CorruptBlockException if the bytes do not match their checksum or length
   * @throws BlockStoreException as described for the type
   */
  BlockRead read(BlockKey key, ByteRange range, ByteBuffer target) throws BlockStoreException;

  /**
   * Tells what the store knows of a block.
   *
   * @param key the block's name
   * @return its current version
   * @throws BlockNotFoundException if the key has no block
   * @throws BlockStoreException as described for the type
   */
  BlockStat stat(BlockKey key) throws BlockStoreException;

  /**
   * Deletes a block. Without a condition this is idempotent: a key without a block is fine.
   *
   * @param key the block's name
   * @param options the condition, if any
   * @throws PreconditionFailedException if the condition does not hold; nothing was changed
   * @throws BlockStoreException as described for the type
   */
  void delete(BlockKey key, DeleteOptions options) throws BlockStoreException;

  /**
   * Deletes many blocks, in batches where the store has them. One that fails does not keep the
   * others from being deleted.
   *
   * @param keys the blocks' names, any number; keys without a block are fine
   * @return what became of them
   * @throws BlockStoreException if the store cannot serve at all; some may have been deleted
   */
  DeleteReport deleteAll(Collection<BlockKey> keys) throws BlockStoreException;

  /**
   * Deletes every block under a prefix that exists when the call begins. Idempotent: after a
   * failure the same call goes on with what is left.
   *
   * @param prefix what the keys start with; {@link KeyPrefix#ALL} empties the store
   * @return what became of them
   * @throws BlockStoreException if the store cannot serve at all; some may have been deleted
   */
  DeleteReport deleteByPrefix(KeyPrefix prefix) throws BlockStoreException;

  /**
   * Starts a listing. It is consistent with writes: a block whose write returned before this call
   * is listed, one whose delete returned is not.
   *
   * @param options prefix, beginning, depth and page size
   * @return the listing, which the caller closes
   * @throws UnsupportedByStoreException if a beginning is given and listings are not ordered
   * @throws BlockStoreException as described for the type
   */
  BlockListing list(ListOptions options) throws BlockStoreException;

  /**
   * Copies a block within the store, atomically at the target. With {@link
   * Capability#SERVER_SIDE_COPY} no byte of it passes through the client. Copying a block onto
   * itself is legal.
   *
   * @param source the block to copy
   * @param target where the copy goes
   * @param options conditions and metadata
   * @return the receipt of the target
   * @throws BlockNotFoundException if the source has no block
   * @throws PreconditionFailedException if a condition does not hold; nothing was changed
   * @throws BlockStoreException as described for the type
   */
  Receipt copy(BlockKey source, BlockKey target, CopyOptions options) throws BlockStoreException;

  /**
   * Starts to put a block together from parts.
   *
   * @param key the block's name
   * @param options as for {@link #write}; the precondition is judged on completion
   * @return the upload, which the caller closes
   * @throws UnsupportedByStoreException without {@link Capability#UPLOAD}
   * @throws BlockStoreException as described for the type
   */
  BlockUpload startUpload(BlockKey key, WriteOptions options) throws BlockStoreException;

  /**
   * Puts bytes behind a block's last byte, atomically; offset 0 creates the block if the key has
   * none. After a lost reply the size tells whether the bytes are there.
   *
   * @param key the block's name
   * @param expectedOffset the size that the block must have now, 0 where it must not exist
   * @param content the bytes, at least one
   * @return the receipt, with the size of the whole block
   * @throws PreconditionFailedException if the block has another size; nothing was changed
   * @throws UnsupportedByStoreException without {@link Capability#APPEND}
   * @throws BlockStoreException as described for the type
   */
  Receipt append(BlockKey key, long expectedOffset, Content content) throws BlockStoreException;

  /**
   * Gives a block another key in one step, without moving its bytes.
   *
   * @param source the block's name until now
   * @param target its name from now on
   * @param condition what has to hold at the target
   * @return the receipt of the target
   * @throws BlockNotFoundException if the source has no block
   * @throws PreconditionFailedException if the condition does not hold; nothing was changed
   * @throws UnsupportedByStoreException without {@link Capability#RENAME}
   * @throws BlockStoreException as described for the type
   */
  Receipt rename(BlockKey source, BlockKey target, Precondition condition)
      throws BlockStoreException;

  /**
   * Tells what this store offers at this moment. Does no I/O. Only {@link #probe()} changes the
   * answer.
   *
   * @return features, limits and durability
   */
  Capabilities capabilities();

  /**
   * Races the store's claims against the live endpoint, in blocks of its own that it removes: many
   * concurrent conditional writes have to have exactly one winner, metadata has to come back,
   * listings have to follow writes. What fails is no longer offered by {@link #capabilities()}.
   *
   * @return what was found
   * @throws BlockStoreException if the store cannot be written to at all
   */
  ProbeReport probe() throws BlockStoreException;

  /**
   * Asks the store for a sign of life that costs little and changes nothing. A store that cannot
   * serve is an answer, not an exception.
   *
   * @return the state
   * @throws StoreClosedException after {@link #close()}
   */
  Health healthCheck() throws BlockStoreException;

  /**
   * Closes the store. Calls under way come to their end or fail with {@link StoreClosedException};
   * later ones fail with it. A second call has no effect.
   *
   * @throws BlockStoreException if something that was acknowledged could not be brought to safety
   */
  @Override
  void close() throws BlockStoreException;
}
