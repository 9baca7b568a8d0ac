package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.Precondition;
import io.blocktier.segments.RecordPart;
import io.blocktier.segments.format.RecordKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds what is known of a block, by one request at most. Thread-safe. */
final class Lookups {

  private final PackedRecords records;
  private final PackedFailures failures;

  Lookups(PackedRecords records, PackedFailures failures) {
    this.records = records;
    this.failures = failures;
  }

  /** Sees all that was committed until now, by whomever. */
  void refresh() throws BlockStoreException {
    records.refresh();
  }

  /** Returns the head of a block, or empty if the key has none. */
  Optional<BlockHead> head(Operation operation, BlockKey key) throws BlockStoreException {
    Optional<RecordPart> found =
        part(operation, key, RecordNames.head(key), ByteRange.of(0, BlockHead.MAX_BYTES));
    return found.isPresent()
        ? Optional.of(decode(operation, key, found.get().bytes()))
        : Optional.empty();
  }

  BlockHead require(Operation operation, BlockKey key) throws BlockStoreException {
    Optional<BlockHead> head = head(operation, key);
    if (head.isEmpty()) {
      throw failures.notFound(operation, key);
    }
    return head.get();
  }

  /**
   * Returns the number of the object that a block has, or empty if it has none. Where no block of
   * these segments has one, no segment is looked into.
   */
  Optional<String> object(Operation operation, BlockKey key) throws BlockStoreException {
    return part(operation, key, RecordNames.object(key), ByteRange.ALL)
        .map(part -> StandardCharsets.US_ASCII.decode(part.bytes()).toString());
  }

  /** Returns a part of head and bytes of a block that is packed, or empty if it is not. */
  Optional<RecordPart> data(BlockKey key, ByteRange range) throws BlockStoreException {
    return part(Operation.READ, key, RecordNames.data(key), range);
  }

  private Optional<RecordPart> part(
      Operation operation, BlockKey key, RecordKey record, ByteRange range)
      throws BlockStoreException {
    try {
      return records.get(record, range);
    } catch (BlockNotFoundException gone) {
      throw failures.corrupt(operation, key, gone.failure().detail(), gone);
    } catch (BlockStoreException e) {
      throw failures.about(operation, key, e);
    }
  }

  /** Reads the head at the beginning of what a record has, and moves the position behind it. */
  BlockHead decode(Operation operation, BlockKey key, ByteBuffer bytes) throws BlockStoreException {
    try {
      return BlockHead.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw failures.corrupt(operation, key, "its head cannot be read: " + e.getMessage(), e);
    }
  }

  /** Requires a condition, which stays as it is while the caller holds the lock of the key. */
  void requireCondition(Operation operation, BlockKey key, Precondition condition)
      throws BlockStoreException {
    switch (condition) {
      case Precondition.None _ -> {}
      case Precondition.IfAbsent _ -> {
        if (head(operation, key).isPresent()) {
          throw failures.condition(operation, key, "there is a block already");
        }
      }
      case Precondition.IfMatch(Etag etag) -> requireVersion(operation, key, etag);
    }
  }

  private void requireVersion(Operation operation, BlockKey key, Etag etag)
      throws BlockStoreException {
    Optional<BlockHead> head = head(operation, key);
    if (head.isEmpty()) {
      throw failures.condition(operation, key, "there is no block, where " + etag + " is needed");
    }
    requireVersion(operation, key, head.get(), etag);
  }

  void requireVersion(Operation operation, BlockKey key, BlockHead head, Etag etag)
      throws BlockStoreException {
    if (!head.etag().equals(etag)) {
      throw failures.condition(
          operation, key, "the block has version " + head.etag() + ", not " + etag);
    }
  }
}
