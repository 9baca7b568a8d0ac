package io.blocktier.blockstore.express.log;

import io.blocktier.blockstore.spi.Signals.Signal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets one caller append for all who wait. While a batch is under way the next one gathers; whoever
 * is first in it leads it. Thread-safe.
 */
final class GroupCommit {

  private final LogContext context;
  private final Batches batches;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean led;

  GroupCommit(LogContext context, Batches batches) {
    this.context = context;
    this.batches = batches;
  }

  /** Makes a batch safe. */
  interface Batches {

    /**
     * Appends records.
     *
     * @param payloads in their order
     * @return the index of the first
     * @throws AppendLogException if they are not safe
     */
    long commit(List<ByteBuffer> payloads) throws AppendLogException;
  }

  private enum State {
    QUEUED,
    LEADING,
    SENT,
    SETTLED
  }

  private static final class Waiting {
    final ByteBuffer payload;
    final Signal signal;
    State state = State.QUEUED;
    long index;
    @Nullable AppendLogException failure;

    Waiting(ByteBuffer payload, Signal signal) {
      this.payload = payload;
      this.signal = signal;
    }
  }

  long append(ByteBuffer payload) throws AppendLogException {
    Waiting mine = new Waiting(payload.duplicate(), context.signals().create());
    if (enqueue(mine) || awaitsLead(mine)) {
      lead();
    }
    return result(mine);
  }

  synchronized int waiting() {
    return queue.size();
  }

  /** Returns whether the caller leads. */
  private synchronized boolean enqueue(Waiting mine) throws AppendLogException {
    int size = mine.payload.remaining();
    if (size > context.options().maxPendingBytes() - queuedBytes) {
      throw new AppendLogException.Unavailable(
          queuedBytes + " bytes wait already; append less at a time", null);
    }
    queue.add(mine);
    queuedBytes += size;
    boolean leads = !led;
    led = true;
    mine.state = leads ? State.LEADING : State.QUEUED;
    return leads;
  }

  /** Returns whether the caller leads; otherwise it is settled. The batch under way comes first. */
  private boolean awaitsLead(Waiting mine) throws AppendLogException {
    Duration patience = context.options().commitTimeout().multipliedBy(3);
    try {
      boolean ignored = mine.signal.await(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return decide(mine);
  }

  private synchronized boolean decide(Waiting mine) throws AppendLogException {
    if (mine.state == State.QUEUED) {
      queue.remove(mine);
      queuedBytes -= mine.payload.remaining();
      throw new AppendLogException.Unavailable("nothing was appended in time", null);
    }
    if (mine.state == State.SENT) {
      throw new AppendLogException.Doubtful("the record is on its way still", null);
    }
    return mine.state == State.LEADING;
  }

  private void lead() {
    List<Waiting> batch = take();
    AppendLogException failure =
        new AppendLogException.Doubtful("the writer of the batch has ended", null);
    long first = -1;
    try {
      first = batches.commit(batch.stream().map(waiting -> waiting.payload).toList());
    } catch (AppendLogException e) {
      failure = e;
    } finally {
      settle(batch, first, failure);
    }
  }

  private synchronized List<Waiting> take() {
    List<Waiting> batch = new ArrayList<>();
    long bytes = 0;
    while (!queue.isEmpty() && (batch.isEmpty() || bytes + size() <= most())) {
      Waiting next = queue.remove();
      bytes += Frames.HEAD_BYTES + next.payload.remaining();
      queuedBytes -= next.payload.remaining();
      next.state = State.SENT;
      batch.add(next);
    }
    return batch;
  }

  private int size() {
    return Frames.HEAD_BYTES + queue.element().payload.remaining();
  }

  private int most() {
    return Math.min(context.options().maxBatchBytes(), context.options().maxBlockBytes());
  }

  private synchronized void settle(List<Waiting> batch, long first, AppendLogException failure) {
    long index = first;
    for (Waiting waiting : batch) {
      waiting.state = State.SETTLED;
      waiting.index = index++;
      waiting.failure = first < 0 ? failure : null;
      waiting.signal.raise();
    }
    Waiting next = queue.peek();
    led = next != null;
    if (next != null) {
      next.state = State.LEADING;
      next.signal.raise();
    }
  }

  private synchronized long result(Waiting mine) throws AppendLogException {
    if (mine.failure != null) {
      throw mine.failure;
    }
    return mine.index;
  }
}
