package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A write-ahead log in blocks that grow by appends, on one store or on several, of which a majority
 * has to have a record before it counts as appended. Records that wait together travel together:
 * one append is under way at a time, and all who come meanwhile share the next.
 *
 * <p><b>One writer.</b> Opening closes the log for whoever had it open: that one's next append
 * fails with {@link AppendLogException.Fenced}. Stores decide it, not clocks: an append names the
 * size that the block has to have, and a new writer lets a majority of blocks grow by a seal.
 *
 * <p><b>Recovery.</b> Opening finds every record that was appended, whatever crashed, as long as a
 * majority of the stores answers that never lost what it had. Records whose appends failed as
 * {@link AppendLogException.Doubtful} or {@link AppendLogException.Fenced} may be found as well.
 * What is found once is there for good.
 *
 * <p>Stores that were away are brought up to date in the open block as soon as they answer again,
 * in older ones by {@link #heal()}. The stores stay the caller's, who closes them after the log.
 * Thread-safe.
 */
public final class AppendLog implements AutoCloseable {

  private final LogContext context;
  private final Replicas replicas;
  private final Replay replay;
  private final Healing healing;
  private final GroupCommit group;

  // Of whoever leads a batch; read by others under the lock.
  private OpenBlock block;
  private long nextIndex;
  private int committed;
  private @Nullable AppendLogException over;

  AppendLog(LogContext context, List<BlockStore> stores, Replicas replicas, OpenBlock block) {
    this.context = context;
    this.replicas = replicas;
    this.replay = new Replay(stores, context);
    this.healing = new Healing(stores, replay, context);
    this.group = new GroupCommit(context, this::commit);
    this.block = block;
    this.nextIndex = block.header().firstIndex();
    this.committed = block.length();
  }

  /**
   * Opens a log for writing, and closes it for whoever wrote it before. A log that does not exist
   * is created, which needs all stores.
   *
   * @param stores one, or an odd number of which a majority decides; each with {@link
   *     Capability#APPEND} and {@link Capability#CONDITIONAL_REPLACE}
   * @param options where the log is kept, and its bounds
   * @param effects time, randomness and threads; outlive the log
   * @return the log, with every record that was appended
   * @throws AppendLogException.Unavailable if too few stores answer
   * @throws AppendLogException.Fenced if others open it at the same time, again and again
   * @throws AppendLogException.Damaged if too many stores are damaged
   * @throws AppendLogException if it cannot be opened
   * @throws IllegalArgumentException if there is no store, or one cannot append
   */
  public static AppendLog open(List<BlockStore> stores, LogOptions options, Effects effects)
      throws AppendLogException {
    return open(stores, options, effects, Signals.ofThreads());
  }

  /**
   * Opens a log whose threads wait for each other by the signals given, for simulations.
   *
   * @param stores as above
   * @param options as above
   * @param effects as above
   * @param signals makes signals
   * @return the log
   * @throws AppendLogException as above
   * @throws IllegalArgumentException as above
   */
  public static AppendLog open(
      List<BlockStore> stores, LogOptions options, Effects effects, Signals signals)
      throws AppendLogException {
    boolean fit =
        stores.stream()
            .map(BlockStore::capabilities)
            .allMatch(c -> c.has(Capability.APPEND) && c.has(Capability.CONDITIONAL_REPLACE));
    if (stores.isEmpty() || !fit) {
      throw new IllegalArgumentException("a log needs stores that append and replace if unchanged");
    }
    LogContext context = new LogContext(options, new Frames(options), effects, signals);
    return new Opening(List.copyOf(stores), context).run();
  }

  /**
   * Appends a record, together with those of others who wait.
   *
   * @param payload its bytes, at least one and at most {@link LogOptions#maxRecordBytes()}; not to
   *     be changed until the call returns
   * @return the record's index, counted from 0
   * @throws AppendLogException.Fenced if another writer has the log now
   * @throws AppendLogException.Doubtful if the record may be in the log or not
   * @throws AppendLogException.Unavailable if nothing was appended
   * @throws AppendLogException if the record is not safe
   * @throws IllegalArgumentException if the record has an illegal size
   */
  public long append(ByteBuffer payload) throws AppendLogException {
    int most = context.options().maxRecordBytes();
    if (!payload.hasRemaining() || payload.remaining() > most) {
      throw new IllegalArgumentException(
          "a record has 1 to " + most + " bytes, not " + payload.remaining());
    }
    requireOpen();
    return group.append(payload);
  }

  /**
   * Returns the index that the next record gets.
   *
   * @return the number of records
   */
  public synchronized long size() {
    return nextIndex;
  }

  /**
   * Tells how many callers wait for the append under way to end.
   *
   * @return callers whose records are not on their way yet
   */
  public int waiting() {
    return group.waiting();
  }

  /**
   * Tells how many appends the open block has taken.
   *
   * @return the block's own two, and one for each batch
   */
  public synchronized int appends() {
    return block.appends();
  }

  /**
   * Hands over records in their order, read from whichever store has them.
   *
   * @param from the index of the first
   * @param action receives each record that is in the log when the call begins
   * @throws AppendLogException if a block cannot be read from any store
   */
  public void replay(long from, Consumer<LogRecord> action) throws AppendLogException {
    BlockHeader header;
    long number;
    ByteBuffer bytes;
    synchronized (this) {
      header = block.header();
      number = block.number();
      bytes = block.bytes(committed);
    }
    replay.run(number, header, bytes, from, action);
  }

  /**
   * Brings all stores up to date, each in every block, and takes those in again that have lost
   * blocks.
   *
   * @return how many stores have everything now
   * @throws AppendLogException if a block cannot be read from any store
   */
  public int heal() throws AppendLogException {
    requireOpen();
    OpenBlock open;
    synchronized (this) {
      open = block;
    }
    return healing.run(open, replicas);
  }

  /** Lets no further record in. What is under way comes to its end. */
  @Override
  public synchronized void close() {
    end(new AppendLogException.Unavailable("the log is closed", null));
  }

  private long commit(List<ByteBuffer> payloads) throws AppendLogException {
    requireOpen();
    try {
      OpenBlock open = withRoom(payloads);
      open.add(context.frames().records(open.number(), open.length(), payloads));
      replicas.commit(open);
      return committed(open, payloads.size());
    } catch (AppendLogException e) {
      end(e);
      throw e;
    } catch (RuntimeException e) {
      AppendLogException broken = new AppendLogException.Doubtful("the writer failed", e);
      end(broken);
      throw broken;
    }
  }

  private OpenBlock withRoom(List<ByteBuffer> payloads) throws AppendLogException {
    OpenBlock open = block;
    long length = open.length();
    for (ByteBuffer payload : payloads) {
      length += Frames.HEAD_BYTES + payload.remaining();
    }
    LogOptions bounds = context.options();
    boolean empty = open.length() <= BlockImage.HEADER_END + Frames.HEAD_BYTES;
    boolean full = length > bounds.maxBlockBytes() || open.appends() >= bounds.maxBlockAppends();
    return full && !empty ? next(open) : open;
  }

  /** The header is safe before a record follows: it says how far the block before it goes. */
  private OpenBlock next(OpenBlock full) throws AppendLogException {
    long writer = full.header().writer();
    BlockHeader header = new BlockHeader(writer, full.number(), writer, full.length(), nextIndex);
    OpenBlock next = new OpenBlock(full.number() + 1, header, context.frames());
    replicas.commit(next);
    synchronized (this) {
      block = next;
      committed = next.length();
    }
    return next;
  }

  private synchronized long committed(OpenBlock open, int records) {
    long first = nextIndex;
    nextIndex += records;
    committed = open.length();
    return first;
  }

  /** What failed once is over: other bytes at the same place would be a second truth. */
  private synchronized void end(AppendLogException why) {
    over = over == null ? why : over;
  }

  private synchronized void requireOpen() throws AppendLogException {
    if (over instanceof AppendLogException.Fenced) {
      throw new AppendLogException.Fenced(String.valueOf(over.getMessage()), over);
    }
    if (over != null) {
      throw new AppendLogException.Unavailable("the log is over; open it again", over);
    }
  }
}
