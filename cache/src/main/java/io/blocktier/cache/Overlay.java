package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A block of which the journal has parts, and the store beneath the rest: the store's version, or
 * nothing, with zeros behind its end and the parts over it. Putting the parts over a version that
 * has them already changes nothing, so that it does not matter whether the store has got them
 * meanwhile. Immutable.
 */
final class Overlay {

  private final BlockStore store;
  private final Log log;
  private final BlockKey key;
  private final IndexEntry entry;
  private final BlockHead head;
  private final Optional<BlockStat> base;

  private Overlay(
      BlockStore store,
      Log log,
      BlockKey key,
      IndexEntry entry,
      BlockHead head,
      Optional<BlockStat> base) {
    this.store = store;
    this.log = log;
    this.key = key;
    this.entry = entry;
    this.head = head;
    this.base = base;
  }

  /** Asks the store for the version that the parts lie over. */
  static Overlay of(BlockStore store, Log log, BlockKey key, IndexEntry entry, BlockHead head)
      throws IOException {
    return new Overlay(store, log, key, entry, head, Blocks.find(store, key));
  }

  /** Returns the store's version. */
  Optional<BlockStat> base() {
    return base;
  }

  BlockStat stat() {
    return head.stat(key, base);
  }

  /**
   * Reads bytes of the block.
   *
   * @param offset where in the block
   * @param target is filled; the block has that many bytes there
   * @throws ChangedMeanwhileException if the store has another version by now
   * @throws IOException if the journal cannot be read, or the store
   */
  void read(long offset, ByteBuffer target) throws IOException {
    long end = offset + target.remaining();
    if (!head.ranges().cover(offset, end)) {
      readBase(offset, target.duplicate());
    }
    int start = 0;
    for (Ranges.Extent extent : head.ranges().extents()) {
      if (extent.offset() < end && offset < extent.end()) {
        put(part(extent, start), extent.offset(), offset, target);
      }
      start += extent.length();
    }
    target.position(target.limit());
  }

  private void readBase(long offset, ByteBuffer target) throws IOException {
    long left = base.map(BlockStat::size).orElse(0L) - offset;
    int limit = target.limit();
    int length = Math.clamp(left, 0, target.remaining());
    if (length > 0) {
      target.limit(target.position() + length);
      readStore(ByteRange.of(offset, length), target);
    }
    target.limit(limit);
    while (target.hasRemaining()) {
      target.put((byte) 0);
    }
  }

  private void readStore(ByteRange range, ByteBuffer target) throws IOException {
    try {
      BlockRead read = store.read(key, range, target);
      if (!read.block().etag().equals(base.orElseThrow().etag())) {
        throw new ChangedMeanwhileException("the store has another version of '" + key + "'");
      }
    } catch (BlockNotFoundException | RangeNotSatisfiableException e) {
      throw new ChangedMeanwhileException("the store has another version of '" + key + "'", e);
    }
  }

  /** Reads a part from the journal, and verifies it as a whole. */
  private ByteBuffer part(Ranges.Extent extent, int start) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(extent.length());
    log.read(entry.position(), start, part);
    if (!Crc32c.of(part.flip()).equals(extent.checksum())) {
      throw new IOException("the journal's bytes of '" + key + "' are damaged");
    }
    return part;
  }

  /** Puts the bytes of a part to their places in a target that begins at an offset. */
  private static void put(ByteBuffer part, long partOffset, long offset, ByteBuffer target) {
    int skip = (int) Math.max(0, offset - partOffset);
    int at = (int) Math.max(0, partOffset - offset);
    int length = Math.min(part.remaining() - skip, target.remaining() - at);
    target.put(target.position() + at, part, skip, length);
  }
}
