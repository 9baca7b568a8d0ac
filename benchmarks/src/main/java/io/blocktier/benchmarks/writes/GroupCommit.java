package io.blocktier.benchmarks.writes;

import io.blocktier.benchmarks.measure.DurableLag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A group commit and nothing else: one committer gathers what there is in one write, forces, and
 * wakes whoever waits. No heads, no checksums, no index, nothing that could be found after a crash:
 * the floor of everybody who keeps many writers' records in one log.
 */
final class GroupCommit implements BlockWriter {

  private static final long FILE_BYTES = 64L << 20;
  private static final int MAX_YIELDS = 16;

  private final FileChannel file;
  private final int blockBytes;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread committer;
  private volatile boolean ended;

  GroupCommit(WriteCell cell) throws IOException {
    this.blockBytes = cell.blockBytes();
    this.file = ZeroFilled.open(cell.directory().resolve("log"), FILE_BYTES);
    this.committer = Thread.ofVirtual().name("committer").start(this::commit);
  }

  /** A block on its way. */
  private static final class Request {
    private final ByteBuffer bytes;
    private final Thread writer = Thread.currentThread();
    private volatile boolean durable;

    Request(ByteBuffer bytes) {
      this.bytes = bytes;
    }
  }

  @Override
  public void write(int writer, int key, Payload block) throws IOException {
    Request request = new Request(block.buffer());
    requests.add(request);
    if (queued.getAndIncrement() == 0) {
      LockSupport.unpark(committer);
    }
    while (!request.durable) {
      if (ended) {
        throw new IOException("the committer has ended");
      }
      LockSupport.park(this);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a moment for those who are about to write
  private void commit() {
    try {
      long at = 0;
      int last = 0;
      while (!ended) {
        for (int i = 0; i < MAX_YIELDS && queued.get() < last; i++) {
          Thread.yield();
        }
        List<Request> batch = take();
        last = batch.size();
        if (batch.isEmpty()) {
          LockSupport.park(this); // idle, as long as others have their turn
          continue;
        }
        long bytes = (long) last * blockBytes;
        at = at + bytes > FILE_BYTES ? 0 : at;
        write(batch, at, bytes);
        at += bytes;
        wake(batch);
      }
    } catch (IOException e) {
      ended = true; // and whoever waits looks up, and learns it
      requests.forEach(request -> LockSupport.unpark(request.writer));
      throw new UncheckedIOException("the disk failed", e);
    }
  }

  private List<Request> take() {
    List<Request> batch = new ArrayList<>();
    for (Request next = requests.poll(); next != null; next = requests.poll()) {
      batch.add(next);
    }
    queued.addAndGet(-batch.size());
    return batch;
  }

  private void write(List<Request> batch, long at, long bytes) throws IOException {
    ByteBuffer[] buffers = batch.stream().map(each -> each.bytes).toArray(ByteBuffer[]::new);
    file.position(at);
    for (long left = bytes; left > 0; ) {
      left -= file.write(buffers);
    }
    file.force(false);
  }

  /** Beside the committer, which has the next batch to write. */
  private void wake(List<Request> batch) {
    if (batch.size() > 1) {
      executor.execute(() -> wakeAll(batch));
    } else {
      wakeAll(batch);
    }
  }

  private static void wakeAll(List<Request> batch) {
    for (Request request : batch) {
      request.durable = true;
      LockSupport.unpark(request.writer);
    }
  }

  @Override
  public DurableLag lag() {
    return DurableLag.none("synced before it is acknowledged, and goes nowhere else");
  }

  @Override
  public boolean onVirtualThreads() {
    return true;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    LockSupport.unpark(committer);
    try {
      committer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.close();
    file.close();
  }
}
