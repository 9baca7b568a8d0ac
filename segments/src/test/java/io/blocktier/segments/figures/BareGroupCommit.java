package io.blocktier.segments.figures;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A group commit and nothing else, to compare with: writers on virtual threads hand blocks to one
 * committer, which gathers what there is in one write, forces, and wakes them. There are no heads,
 * no checksums, no index, and nothing that could be found after a crash.
 */
final class BareGroupCommit {

  private static final int MAX_YIELDS = 16;
  private static final long IDLE_NANOS = 10_000;

  private final FileChannel file;
  private final int fileBytes;
  private final int block;
  private final Executor executor;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private volatile boolean ended;

  /** Writes over a file again and again. */
  BareGroupCommit(FileChannel file, int fileBytes, int block, Executor executor) {
    this.file = file;
    this.fileBytes = fileBytes;
    this.block = block;
    this.executor = executor;
  }

  private static final class Request {
    private final ByteBuffer bytes;
    private final Thread writer = Thread.currentThread();
    private volatile boolean durable;

    Request(int block) {
      this.bytes = ByteBuffer.allocateDirect(block);
    }
  }

  /** Returns how many blocks so many writers get to the disk in a second. */
  double rate(int writers, long nanos) throws InterruptedException {
    ended = false;
    AtomicInteger done = new AtomicInteger();
    long start = System.nanoTime();
    Thread committer = Thread.ofVirtual().start(this::commit);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                Request request = new Request(block);
                while (System.nanoTime() - start < nanos) {
                  write(request);
                  done.incrementAndGet();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double rate = done.get() * 1e9 / (System.nanoTime() - start);
    ended = true;
    committer.join();
    return rate;
  }

  private void write(Request request) {
    request.durable = false;
    requests.add(request);
    queued.incrementAndGet();
    while (!request.durable) {
      LockSupport.park(this);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // as the journal does
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
          LockSupport.parkNanos(this, IDLE_NANOS);
          continue;
        }
        at = at + (long) last * block > fileBytes ? 0 : at;
        write(batch, at);
        at += (long) last * block;
        if (last > 1) {
          executor.execute(() -> wake(batch));
        } else {
          wake(batch);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the disk failed", e);
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

  private void write(List<Request> batch, long at) throws IOException {
    ByteBuffer[] buffers =
        batch.stream().map(each -> each.bytes.clear()).toArray(ByteBuffer[]::new);
    file.position(at);
    for (long left = (long) buffers.length * block; left > 0; ) {
      left -= file.write(buffers);
    }
    file.force(false);
  }

  private static void wake(List<Request> batch) {
    for (Request request : batch) {
      request.durable = true;
      LockSupport.unpark(request.writer);
    }
  }
}
