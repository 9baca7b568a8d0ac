package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.CorruptBlockException;
import io.blocktier.blockstore.Crc32c;
import io.blocktier.blockstore.InvalidRequestException;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.RangeNotSatisfiableException;
import io.blocktier.blockstore.StoreUnavailableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * One large read, in ranges. The first range tells the size and the version; the others follow
 * together, and all have to be of that version.
 */
final class RangedRead {

  /** How often a read begins again because the block was replaced under it. */
  static final int MOST_RESTARTS = 3;

  private record Slice(long length, Crc32c checksum) {}

  private final BlockStore store;
  private final BlockStore inner;
  private final BlockKey key;
  private final ByteRange range;
  private final ByteBuffer target;
  private final TransferPolicy policy;
  private final Executor executor;
  private final Call call;

  RangedRead(
      BlockStore store,
      BlockStore inner,
      BlockKey key,
      ByteRange range,
      ByteBuffer target,
      TransferPolicy policy,
      Executor executor) {
    this.store = store;
    this.inner = inner;
    this.key = key;
    this.range = range;
    this.target = target;
    this.policy = policy;
    this.executor = executor;
    this.call = Call.of(Operation.READ, key);
  }

  /** Reads, and moves the target's position. */
  BlockRead run() throws BlockStoreException {
    for (int restarts = 0; restarts <= MOST_RESTARTS; restarts++) {
      Optional<BlockRead> read = readOneVersion();
      if (read.isPresent()) {
        target.position(target.position() + read.get().length());
        return read.get();
      }
    }
    String detail = "the block was replaced during each of " + (MOST_RESTARTS + 1) + " attempts";
    throw new StoreUnavailableException(
        call.failure(store, detail).remedy("read when it is written less often"), null);
  }

  private Optional<BlockRead> readOneVersion() throws BlockStoreException {
    ByteRange head = ByteRange.of(range.offset(), policy.partSize());
    BlockRead first = inner.read(key, head, slice(ByteRange.of(0, policy.partSize())));
    BlockStat block = first.block();
    long total = range.clampedLength(block.size());
    requireRoom(total);
    PartPlan plan = new PartPlan(total, policy.partSize());
    requireLength(first.length(), plan.range(0).length());
    List<Optional<Slice>> rest = plan.parts() > 1 ? readRest(plan, block) : List.of();
    if (rest.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    verify(plan, block, rest.stream().map(Optional::orElseThrow).toList());
    return Optional.of(new BlockRead(Math.toIntExact(total), block));
  }

  private List<Optional<Slice>> readRest(PartPlan plan, BlockStat block)
      throws BlockStoreException {
    int parts = plan.parts() - 1;
    try (PartTasks<Optional<Slice>> tasks = new PartTasks<>(store, call, parts, policy, executor)) {
      for (int i = 0; i < parts; i++) {
        ByteRange part = plan.range(i + 1);
        tasks.start(i, () -> readPart(part, block), () -> {});
      }
      return tasks.results();
    }
  }

  /** Reads one part; empty if the block is another version by now. */
  private Optional<Slice> readPart(ByteRange part, BlockStat block) throws BlockStoreException {
    ByteBuffer slice = slice(part);
    try {
      ByteRange wanted = ByteRange.of(range.offset() + part.offset(), part.length());
      BlockRead read = inner.read(key, wanted, slice);
      if (!read.block().etag().equals(block.etag())) {
        return Optional.empty();
      }
      requireLength(read.length(), part.length());
    } catch (RangeNotSatisfiableException shrunk) {
      return Optional.empty();
    }
    Crc32c crc = isWhole(block) ? Crc32c.of(slice.flip()) : Crc32c.EMPTY;
    return Optional.of(new Slice(part.length(), crc));
  }

  private void verify(PartPlan plan, BlockStat block, List<Slice> rest)
      throws CorruptBlockException {
    if (!isWhole(block)) {
      return;
    }
    Crc32c whole = Crc32c.of(slice(plan.range(0)));
    for (Slice slice : rest) {
      whole = whole.concat(slice.checksum(), slice.length());
    }
    if (!whole.equals(block.checksum().orElseThrow())) {
      throw corrupt("has checksum " + block.checksum().get() + "; the bytes read have " + whole);
    }
  }

  /** Tells whether all bytes of a block with a checksum are being read. */
  private boolean isWhole(BlockStat block) {
    return block.checksum().isPresent() && range.clampedLength(block.size()) == block.size();
  }

  private ByteBuffer slice(ByteRange part) {
    return target.slice(target.position() + (int) part.offset(), (int) part.length());
  }

  private void requireRoom(long total) throws InvalidRequestException {
    if (total > target.remaining()) {
      String detail =
          "the target has room for " + target.remaining() + " bytes; " + total + " are to be read";
      throw new InvalidRequestException(
          call.failure(store, detail).remedy("hand in a larger target or ask for less"));
    }
  }

  private void requireLength(long delivered, long expected) throws CorruptBlockException {
    if (delivered != expected) {
      throw corrupt("delivered " + delivered + " bytes of a range instead of " + expected);
    }
  }

  private CorruptBlockException corrupt(String detail) {
    return new CorruptBlockException(
        call.failure(store, "the block " + detail).remedy("read again, or restore the block"));
  }
}
