package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.cache.index.IndexEntry;
import io.blocktier.cache.journal.Log;
import io.blocktier.cache.journal.SegmentReleasedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads blocks from the journal where they are staged, and from the store where they are not. */
final class Reads {

  private static final Logger LOG = LoggerFactory.getLogger(Reads.class);

  /** How often a block is looked up again that moves within the journal meanwhile. */
  private static final int MAX_LOOKS = 100;

  private final BlockStore store;
  private final StagedBlocks staged;
  private final Log log;
  private final FetchedBlocks fetched;
  private final CacheFailures failures;

  Reads(
      BlockStore store,
      StagedBlocks staged,
      Log log,
      FetchedBlocks fetched,
      CacheFailures failures) {
    this.store = store;
    this.staged = staged;
    this.log = log;
    this.fetched = fetched;
    this.failures = failures;
  }

  BlockStat stat(BlockKey key) throws BlockStoreException {
    for (int look = 0; look < MAX_LOOKS; look++) {
      try {
        Optional<IndexEntry> entry = present(Operation.STAT, key);
        return entry.isPresent() ? staged.head(entry.get()).stat(key) : store.stat(key);
      } catch (SegmentReleasedException moved) {
        LOG.debug("'{}' has moved, and is looked up again", key, moved);
      } catch (IOException e) {
        throw failures.unreadable(Operation.STAT, key, e);
      }
    }
    throw failures.corrupt(Operation.STAT, key, "the block moves faster than it can be found");
  }

  BlockRead read(BlockKey key, ByteRange range, ByteBuffer target) throws BlockStoreException {
    for (int look = 0; look < MAX_LOOKS; look++) {
      try {
        Optional<IndexEntry> entry = present(Operation.READ, key);
        return entry.isPresent()
            ? readStaged(key, entry.get(), range, target)
            : fetch(key, range, target);
      } catch (SegmentReleasedException moved) {
        LOG.debug("'{}' has moved, and is looked up again", key, moved);
      } catch (IOException e) {
        throw failures.unreadable(Operation.READ, key, e);
      }
    }
    throw failures.corrupt(Operation.READ, key, "the block moves faster than it can be read");
  }

  private Optional<IndexEntry> present(Operation operation, BlockKey key) throws IOException {
    Optional<IndexEntry> entry = staged.find(key);
    if (entry.isPresent() && StagedBlocks.state(entry.get()).isDeletion()) {
      throw failures.absent(operation, key);
    }
    return entry;
  }

  private BlockRead fetch(BlockKey key, ByteRange range, ByteBuffer target)
      throws BlockStoreException {
    long before = fetched.changes(key);
    int start = target.position();
    BlockRead read = store.read(key, range, target);
    if (range.offset() == 0 && read.length() == read.block().size()) {
      fetched.keep(key, read.block(), target.slice(start, read.length()), before);
    }
    return read;
  }

  private BlockRead readStaged(BlockKey key, IndexEntry entry, ByteRange range, ByteBuffer target)
      throws IOException {
    BlockHead head = staged.head(entry);
    int length = requireRoom(key, range, head.size(), target);
    ByteBuffer window = target.slice(target.position(), length);
    if (length == head.size()) {
      log.read(entry.position(), 0, window);
      require(key, head.checksum(), window.flip());
    } else {
      readUnits(key, entry, head, (int) range.offset(), window);
    }
    target.position(target.position() + length);
    return new BlockRead(length, head.stat(key));
  }

  /** Checksums are kept of units, so a part is verified by the units in which it lies. */
  private void readUnits(
      BlockKey key, IndexEntry entry, BlockHead head, int offset, ByteBuffer window)
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
      require(key, head.units().checksum(unit, head.checksum()), bytes.flip());
      int upTo = Math.min(stop, end);
      if (!whole) {
        window.put(at - offset, bytes, at - start, upTo - at);
      }
      at = upTo;
    }
  }

  private void require(BlockKey key, Crc32c expected, ByteBuffer bytes) throws BlockStoreException {
    Crc32c found = Crc32c.of(bytes);
    if (!found.equals(expected)) {
      throw failures.corrupt(
          Operation.READ,
          key,
          String.format(
              Locale.ROOT, "the journal's bytes have checksum %s, not %s", found, expected));
    }
  }

  private int requireRoom(BlockKey key, ByteRange range, long size, ByteBuffer target)
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
          failures
              .failure(Operation.READ, key, detail)
              .remedy("bring a larger buffer, or read a smaller range"));
    }
    return (int) length;
  }
}
