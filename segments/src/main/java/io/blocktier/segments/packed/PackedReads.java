package io.blocktier.segments.packed;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.segments.RecordPart;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks: a packed one by one request that brings its head along, unless a range begins far
 * behind that; one with an object by a second request. Thread-safe.
 */
final class PackedReads {

  /** How often a block may be replaced under its reader. */
  private static final int MOST_TRIES = 16;

  /** A range that begins within so many bytes is read together with the head. */
  private static final int NEAR_BYTES = 64 << 10;

  private final Lookups lookups;
  private final BlockObjects objects;
  private final Intake intake;
  private final PackedFailures failures;

  PackedReads(Lookups lookups, BlockObjects objects, Intake intake, PackedFailures failures) {
    this.lookups = lookups;
    this.objects = objects;
    this.intake = intake;
    this.failures = failures;
  }

  BlockRead read(BlockKey key, ByteRange range, ByteBuffer target) throws BlockStoreException {
    ByteBuffer filled = target.duplicate();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      BlockHead head = attempt(key, range, filled);
      if (head != null) {
        int length = filled.position() - target.position();
        if (length == head.size()) {
          intake.requireIntact(key, head, target.duplicate().limit(filled.position()));
        }
        target.position(filled.position());
        return new BlockRead(length, head.stat(key));
      }
      filled.position(target.position());
    }
    throw failures.restless(Operation.READ, key);
  }

  /** Returns the version that was read, or null if it was replaced meanwhile. */
  private @Nullable BlockHead attempt(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    Optional<RecordPart> packed = lookups.data(key, ByteRange.of(0, firstBytes(range)));
    if (packed.isPresent()) {
      return packed(key, range, target, packed.get());
    }
    BlockHead head = lookups.require(Operation.READ, key);
    return head.object().isPresent() ? ofObject(key, range, target, head) : null;
  }

  private static long firstBytes(ByteRange range) {
    if (range.offset() > NEAR_BYTES) {
      return BlockHead.MAX_BYTES;
    }
    return BlockHead.MAX_BYTES + range.offset() + Math.min(range.length(), Integer.MAX_VALUE);
  }

  private @Nullable BlockHead packed(
      BlockKey key, ByteRange range, ByteBuffer target, RecordPart first)
      throws BlockStoreException {
    ByteBuffer bytes = first.bytes();
    int from = bytes.position();
    BlockHead head = lookups.decode(Operation.READ, key, bytes);
    int headBytes = bytes.position() - from;
    if (head.size() != first.valueBytes() - headBytes) {
      throw failures.corrupt(
          Operation.READ, key, "its record has not the " + head.size() + " bytes of it", null);
    }
    requireWithin(key, range, head.size(), target);
    int length = (int) range.clampedLength(head.size());
    if (length == 0) {
      return head;
    }
    if (range.offset() + length <= bytes.remaining()) {
      target.put(bytes.slice(bytes.position() + (int) range.offset(), length));
      return head;
    }
    Optional<RecordPart> rest = lookups.data(key, ByteRange.of(headBytes + range.offset(), length));
    if (rest.isEmpty() || rest.get().sequence() != first.sequence()) {
      return null;
    }
    target.put(rest.get().bytes());
    return head;
  }

  private @Nullable BlockHead ofObject(
      BlockKey key, ByteRange range, ByteBuffer target, BlockHead head) throws BlockStoreException {
    requireWithin(key, range, head.size(), target);
    if (range.clampedLength(head.size()) == 0) {
      return head;
    }
    BlockKey object = objects.key(head.object().orElseThrow());
    try {
      objects.store().read(object, range, target);
      return head;
    } catch (BlockNotFoundException gone) {
      requireReplaced(key, head, gone);
      return null;
    } catch (BlockStoreException e) {
      throw failures.about(Operation.READ, key, e);
    }
  }

  /** An object goes when no head refers to it any more. */
  void requireReplaced(BlockKey key, BlockHead head, BlockNotFoundException gone)
      throws BlockStoreException {
    try {
      lookups.refresh();
    } catch (BlockStoreException e) {
      throw failures.about(Operation.READ, key, e);
    }
    Optional<BlockHead> now = lookups.head(Operation.READ, key);
    if (now.isPresent() && now.get().version() == head.version()) {
      throw failures.corrupt(
          Operation.READ, key, "its object is missing: " + gone.getMessage(), gone);
    }
  }

  private void requireWithin(BlockKey key, ByteRange range, long size, ByteBuffer target)
      throws BlockStoreException {
    if (!range.isSatisfiable(size)) {
      throw new RangeNotSatisfiableException(
          failures
              .failure(Operation.READ, key, range + " of a block of " + size + " bytes")
              .remedy("read within the block"));
    }
    long length = range.clampedLength(size);
    if (length > target.remaining()) {
      String detail =
          String.format(
              Locale.ROOT,
              "%d bytes do not fit into the %d of the target",
              length,
              target.remaining());
      throw new InvalidRequestException(
          failures.failure(Operation.READ, key, detail).remedy("bring a larger buffer"));
    }
  }
}
