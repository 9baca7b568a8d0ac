package io.blocktier.blockstore;

import java.util.List;

/**
 * A block being put together from parts. Nothing is visible under the key until {@link #complete};
 * then all of it is, in one step, under the precondition given at the start.
 *
 * <p>Parts may be uploaded by many threads and in any order; a part uploaded again replaces the
 * earlier one. {@link Limits} bounds their number and sizes. Whoever started an upload closes it:
 * closing one that was not completed aborts it, so that no part is paid for without use.
 */
public interface BlockUpload extends AutoCloseable {

  /**
   * Returns the key that the upload is for.
   *
   * @return the key
   */
  BlockKey key();

  /**
   * Stores one part.
   *
   * @param number the part's place, 1 to {@link Limits#maxParts()}
   * @param content its bytes
   * @return the acknowledgement, to be handed to {@link #complete}
   * @throws InvalidRequestException if the number or the size is out of bounds, or the upload is
   *     over
   * @throws CorruptBlockException if the bytes that arrived do not match the content's checksum
   * @throws BlockStoreException as {@link BlockStore#write} does
   */
  PartReceipt uploadPart(int number, Content content) throws BlockStoreException;

  /**
   * Makes one part from a range of a block of the same store. With {@link Capability#PART_COPY} no
   * byte passes through the client.
   *
   * @param number the part's place, 1 to {@link Limits#maxParts()}
   * @param source the block to copy from
   * @param range what to copy of it; has to lie within the block
   * @return the acknowledgement, to be handed to {@link #complete}
   * @throws BlockNotFoundException if the source has no block
   * @throws RangeNotSatisfiableException if the range reaches beyond the end of the source
   * @throws UnsupportedByStoreException without {@link Capability#PART_COPY}
   * @throws BlockStoreException as {@link #uploadPart} does
   */
  PartReceipt copyPart(int number, BlockKey source, ByteRange range) throws BlockStoreException;

  /**
   * Makes the block visible: the parts given, in the order of their numbers.
   *
   * @param parts acknowledgements of this upload, at least one, numbers ascending without
   *     repetition; parts that are left out are dropped
   * @return the receipt
   * @throws PreconditionFailedException if the condition given at the start does not hold
   * @throws InvalidRequestException if a part is unknown, out of order, or too small for its place
   * @throws OutcomeUnknownException if the reply was lost; {@link PutId} tells whether the block is
   *     this one
   * @throws BlockStoreException as {@link BlockStore#write} does
   */
  Receipt complete(List<PartReceipt> parts) throws BlockStoreException;

  /**
   * Drops all parts. Has no effect on an upload that is over.
   *
   * @throws BlockStoreException if the store could not be told; the parts may stay until the store
   *     expires them
   */
  void abort() throws BlockStoreException;

  /** Aborts the upload unless it is over. Never fails; what could not be dropped is logged. */
  @Override
  void close();
}
