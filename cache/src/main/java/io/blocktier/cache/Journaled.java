package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.Operation;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.journal.Log;
import io.blocktier.journal.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Reads blocks from the journal. Every byte is verified by a checksum before anybody gets it. */
final class Journaled {

  private final StagedBlocks staged;
  private final Log log;
  private final PartsOverStore parts;
  private final MemoryTier memory;
  private final Changes changes;
  private final CacheFailures failures;

  Journaled(
      StagedBlocks staged,
      Log log,
      PartsOverStore parts,
      MemoryTier memory,
      Changes changes,
      CacheFailures failures) {
    this.staged = staged;
    this.log = log;
    this.parts = parts;
    this.memory = memory;
    this.changes = changes;
    this.failures = failures;
  }

  /**
   * Reads a range. A small block is read whole, and stays in memory.
   *
   * @param stamp from before the block was looked up
   * @throws DamagedBytesException if the bytes are not those that were written
   */
  BlockRead read(BlockKey key, IndexEntry entry, ByteRange range, ByteBuffer target, long stamp)
      throws IOException {
    if (entry.position().length() <= Units.BYTES) {
      Stored stored = staged.whole(entry);
      BlockHead head = BlockHead.decode(stored.attributes());
      return head.ranges().isWhole()
          ? readSmall(key, head, stored.payload(), range, target, stamp)
          : parts.read(key, entry, head, range, target);
    }
    BlockHead head = staged.head(entry);
    return head.ranges().isWhole()
        ? readLarge(key, entry, head, range, target, stamp)
        : parts.read(key, entry, head, range, target);
  }

  /** Of one unit, that is, which is verified as a whole and costs one read with its head. */
  private BlockRead readSmall(
      BlockKey key,
      BlockHead head,
      ByteBuffer payload,
      ByteRange range,
      ByteBuffer target,
      long stamp)
      throws IOException {
    int length = failures.requireRoom(key, range, head.size(), target);
    require(head.checksum(), payload.duplicate());
    BlockStat stat = head.stat(key);
    copy(payload, range, length, target);
    if (memory.takes(head.size()) && memory.welcomes(key)) {
      MemoryTier.Block block = MemoryTier.Block.of(stat, payload);
      memory.keep(key, block, () -> changes.holds(key, stamp));
    }
    return new BlockRead(length, stat);
  }

  private BlockRead readLarge(
      BlockKey key,
      IndexEntry entry,
      BlockHead head,
      ByteRange range,
      ByteBuffer target,
      long stamp)
      throws IOException {
    int length = failures.requireRoom(key, range, head.size(), target);
    boolean whole = length == head.size();
    boolean small = whole || head.size() <= Units.BYTES;
    if (small && memory.takes(head.size()) && memory.welcomes(key)) {
      copy(keepInMemory(key, entry, head, stamp), range, length, target);
    } else {
      ByteBuffer window = target.slice(target.position(), length);
      if (whole) {
        log.read(entry.position(), 0, window);
        require(head.checksum(), window.flip());
      } else {
        readUnits(entry, head, (int) range.offset(), window);
      }
      target.position(target.position() + length);
    }
    return new BlockRead(length, head.stat(key));
  }

  private ByteBuffer keepInMemory(BlockKey key, IndexEntry entry, BlockHead head, long stamp)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) head.size());
    log.read(entry.position(), 0, bytes);
    require(head.checksum(), bytes.flip().duplicate());
    MemoryTier.Block block = new MemoryTier.Block(head.stat(key), bytes);
    memory.keep(key, block, () -> changes.holds(key, stamp));
    return bytes;
  }

  static void copy(ByteBuffer block, ByteRange range, int length, ByteBuffer target) {
    if (length > 0) {
      target.put(target.position(), block, block.position() + (int) range.offset(), length);
      target.position(target.position() + length);
    }
  }

  /** Checksums are kept of units, so a part is verified by the units in which it lies. */
  private void readUnits(IndexEntry entry, BlockHead head, int offset, ByteBuffer window)
      throws IOException {
    int end = offset + window.remaining();
    ByteBuffer edge = ByteBuffer.allocate(Math.toIntExact(Math.min(Units.BYTES, head.size())));
    int at = offset;
    while (at < end) {
      int unit = at / Units.BYTES;
      int start = unit * Units.BYTES;
      int stop = (int) Math.min(head.size(), start + (long) Units.BYTES);
      boolean whole = at == start && stop <= end;
      ByteBuffer bytes =
          whole ? window.slice(at - offset, stop - start) : edge.clear().limit(stop - start);
      log.read(entry.position(), start, bytes);
      require(head.units().checksum(unit, head.checksum()), bytes.flip());
      int upTo = Math.min(stop, end);
      if (!whole) {
        window.put(at - offset, bytes, at - start, upTo - at);
      }
      at = upTo;
    }
  }

  private static void require(Crc32c expected, ByteBuffer bytes) throws DamagedBytesException {
    Crc32c found = Crc32c.of(bytes);
    if (!found.equals(expected)) {
      throw new DamagedBytesException(
          String.format(
              Locale.ROOT, "the journal's bytes have checksum %s, not %s", found, expected));
    }
  }

  /** Throws why a block cannot be read here, unless the store has it, too. */
  void requireElsewhere(BlockKey key, IndexEntry entry, IOException reason)
      throws BlockStoreException {
    if (reason instanceof BlockStoreException known) {
      throw known;
    }
    if (StagedBlocks.state(entry).isAtRisk()) {
      throw reason instanceof DamagedBytesException
          ? failures.corrupt(Operation.READ, key, String.valueOf(reason.getMessage()))
          : failures.unreadable(Operation.READ, key, reason);
    }
  }
}
