package io.blocktier.segments.format;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Signals.Signal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Brings the frames of a scan in batches, and compares them with their checksums: while one batch
 * is used, the next ones are on their way. Holds three batches at most. Whoever made one closes it.
 * Not thread-safe.
 */
final class ScanFeed implements AutoCloseable {

  /** How many batches a scan has on their way at most, while it uses one. */
  private static final int MAX_AHEAD = 2;

  /**
   * Frames that follow each other, as they are stored.
   *
   * @param first of them
   * @param last of them
   * @param soundTo the first that does not match its checksum, or the one behind the last
   * @param stored begins with their bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Batch(int first, int last, int soundTo, byte[] stored) {

    private boolean has(int frame) {
      return frame >= first && frame <= last;
    }
  }

  private static final Batch NOTHING = new Batch(0, -1, 0, new byte[0]);

  private final Frames frames;
  private final int batchBytes;
  private final int last;
  private final ReadAhead readAhead;
  private final BatchBuffers buffers;
  private final Deque<Fetch> ahead = new ArrayDeque<>(MAX_AHEAD);
  private Batch current = NOTHING;
  private byte[] spare = NOTHING.stored();
  private int reached = -1;
  private int used;

  /** A batch on its way, which whoever comes first reads. */
  private static final class Fetch implements Runnable {

    private final Frames frames;
    private final int first;
    private final int last;
    private final byte[] buffer;
    private final Signal ended;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable Batch batch;
    private volatile @Nullable Exception failure;

    private Fetch(Frames frames, int first, int last, byte[] buffer, Signal ended) {
      this.frames = frames;
      this.first = first;
      this.last = last;
      this.buffer = buffer;
      this.ended = ended;
    }

    /** Does nothing if somebody has begun. */
    @Override
    public void run() {
      if (!begun.compareAndSet(false, true)) {
        return;
      }
      try {
        frames.fetch(first, last, buffer);
        batch = new Batch(first, last, frames.soundTo(first, last, buffer), buffer);
      } catch (BlockStoreException | RuntimeException e) {
        failure = e;
      } finally {
        ended.raise();
      }
    }
  }

  ScanFeed(Frames frames, int batchBytes, int last, ReadAhead readAhead, BatchBuffers buffers) {
    this.frames = frames;
    this.batchBytes = batchBytes;
    this.last = last;
    this.readAhead = readAhead;
    this.buffers = buffers;
  }

  /** Sees to it that a frame is here; frames are asked for in their order. */
  void goTo(int frame) throws BlockStoreException {
    if (current.has(frame)) {
      return;
    }
    Fetch fetch = takeAhead(frame);
    byte[] free = current.stored;
    current = await(fetch);
    spare = free;
    used++;
    startNext();
    giveSpare();
  }

  /** Where nothing is left to be brought, the next segment may have the array. */
  private void giveSpare() {
    buffers.give(spare);
    spare = NOTHING.stored();
  }

  /** Has the first batch brought before anybody goes to its first frame. */
  void prepare(int frame) {
    start(frame);
  }

  /**
   * Tells whether all batches of a scan of several are here or on their way, and less on their way
   * than may be.
   */
  boolean isEnding() {
    return used > 1 && reached == last && ahead.size() < MAX_AHEAD;
  }

  /** Takes the batch of a frame; those before are of no use any more. */
  private Fetch takeAhead(int frame) {
    Fetch fetch = ahead.poll();
    while (fetch != null && frame > fetch.last) {
      fetch = ahead.poll();
    }
    if (fetch == null || frame < fetch.first) {
      return fetch(frame);
    }
    return fetch.failure == null ? fetch : again(fetch);
  }

  /** What failed when nobody needed it yet, or takes too long, is read as if nobody had tried. */
  private Fetch again(Fetch other) {
    int bytes = (int) frames.storedBytes(other.first, other.last);
    return fetch(other.first, other.last, buffer(bytes, other.first));
  }

  private Fetch fetch(int first, int last, byte[] buffer) {
    return new Fetch(frames, first, last, buffer, readAhead.signals().create());
  }

  /**
   * Opens the frame that {@link #goTo} went to.
   *
   * @return the array that now has it, from {@link #openedAt} on
   */
  byte[] open(int frame, Verification verification, Workspace work) throws FormatException {
    return isSound(frame)
        ? frames.openSound(frame, current.stored, from(frame), verification, work)
        : frames.open(frame, current.stored, from(frame), verification, work);
  }

  int openedAt(int frame) {
    return frames.openedAt(frame, from(frame));
  }

  /** Opens the frame that {@link #goTo} went to, to a place in an array. */
  void openTo(int frame, Verification verification, Workspace work, byte[] target, int at)
      throws FormatException {
    if (isSound(frame)) {
      frames.openSoundTo(frame, current.stored, from(frame), verification, work, target, at);
    } else {
      frames.openTo(frame, current.stored, from(frame), verification, work, target, at);
    }
  }

  private boolean isSound(int frame) {
    return frame < current.soundTo;
  }

  private int from(int frame) {
    return (int) (frames.table().offset(frame) - frames.table().offset(current.first));
  }

  private Fetch fetch(int first) {
    int batchLast = frames.lastWithin(batchBytes, first, last);
    int bytes = (int) frames.storedBytes(first, batchLast);
    byte[] buffer = buffer(bytes, first);
    reached = batchLast;
    return fetch(first, batchLast, buffer);
  }

  /** A new one has room for any batch that comes behind, which is a few bytes longer or shorter. */
  private byte[] buffer(int bytes, int first) {
    byte[] free = spare;
    spare = NOTHING.stored();
    if (free.length >= bytes) {
      return free;
    }
    buffers.give(free);
    long rest = Math.min(batchBytes, frames.storedBytes(first, last));
    return buffers.take(bytes, (int) Math.max(bytes, rest));
  }

  /** A scan that ends in its first batches does not have brought many for nothing. */
  private void startNext() {
    boolean started = true;
    while (started && ahead.size() < Math.min(used, MAX_AHEAD) && reached < last) {
      started = start(reached + 1);
    }
  }

  /** Tells whether a thread is there for it; whoever needs it reads it otherwise. */
  private boolean start(int first) {
    Fetch next = fetch(first);
    ahead.add(next);
    try {
      readAhead.executor().execute(next);
      return true;
    } catch (RejectedExecutionException busy) {
      return false;
    }
  }

  /** Waits for a batch; one that nobody began, or that does not come in time, is read here. */
  private Batch await(Fetch fetch) throws BlockStoreException {
    fetch.run();
    if (awaitEnd(fetch)) {
      return result(fetch);
    }
    Fetch own = again(fetch);
    own.run();
    return result(own);
  }

  private boolean awaitEnd(Fetch fetch) throws BlockStoreException {
    try {
      return fetch.ended.await(readAhead.patience());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(failed("interrupted during a scan"), e);
    }
  }

  private Batch result(Fetch ended) throws BlockStoreException {
    Batch batch = ended.batch;
    if (batch != null) {
      return batch;
    }
    if (ended.failure instanceof BlockStoreException known) {
      throw known;
    }
    throw new IllegalStateException("a read ahead failed", ended.failure);
  }

  private Failure failed(String detail) {
    SegmentBlock block = frames.block();
    return Failure.of(block.store(), Operation.READ, block.key(), detail).remedy("scan again");
  }

  /**
   * Ends the feed. What is on its way keeps its array, since somebody writes to it, as does what
   * failed: a part of a read may come late.
   */
  @Override
  public void close() {
    buffers.give(current.stored);
    for (Fetch fetch : ahead) {
      if (fetch.batch != null) {
        buffers.give(fetch.buffer);
      }
    }
    ahead.clear();
    current = NOTHING;
  }
}
