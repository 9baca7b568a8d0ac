package io.blocktier.cache;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request to the store for units of a block that follow each other; many may wait for it. */
final class Fetch {

  private final BlockKey key;
  private final ByteRange range;
  private final long stamp;
  private final Deadline deadline;
  private final Signal ended;
  private volatile @Nullable Outcome outcome;

  Fetch(BlockKey key, ByteRange range, long stamp, Deadline deadline, Signal ended) {
    this.key = key;
    this.range = range;
    this.stamp = stamp;
    this.deadline = deadline;
    this.ended = ended;
  }

  /** What came of it. */
  sealed interface Outcome permits Landed, Failed {}

  /**
   * Bytes of a version.
   *
   * @param block the version
   * @param offset where in the block they begin
   * @param bytes the bytes, which nobody changes
   */
  record Landed(BlockStat block, long offset, ByteBuffer bytes) implements Outcome {

    boolean isWhole() {
      return offset == 0 && bytes.limit() == block.size();
    }

    /** Copies from an offset of the block on; returns how many bytes there were. */
    int copy(long from, int length, ByteBuffer target) {
      int start = (int) Math.min(from - offset, bytes.limit());
      int count = Math.min(length, bytes.limit() - start);
      target.put(target.position(), bytes, start, count);
      target.position(target.position() + count);
      return count;
    }
  }

  /** Why there are none. */
  record Failed(BlockStoreException reason) implements Outcome {}

  BlockKey key() {
    return key;
  }

  ByteRange range() {
    return range;
  }

  /** What {@link Changes} said before anything was asked. */
  long stamp() {
    return stamp;
  }

  Deadline deadline() {
    return deadline;
  }

  void end(Outcome how) {
    outcome = how;
    ended.raise();
  }

  @Nullable Outcome outcome() {
    return outcome;
  }

  /** Waits, without having anything to do with whether the fetch goes on. */
  Landed await(Duration patience)
      throws BlockStoreException, TimeoutException, InterruptedException {
    if (outcome == null && !ended.await(patience)) {
      throw new TimeoutException("the store has not answered for " + patience);
    }
    return switch (outcome) {
      case Landed landed -> landed;
      case Failed failed -> throw failed.reason();
      case null -> throw new IllegalStateException("a fetch ended without an outcome");
    };
  }
}
