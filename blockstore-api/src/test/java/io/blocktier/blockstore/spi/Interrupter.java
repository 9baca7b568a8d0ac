package io.blocktier.blockstore.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Interrupts a thread once, somewhere within each of its rounds. */
final class Interrupter implements AutoCloseable {

  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicInteger interrupts = new AtomicInteger();
  private final CompletableFuture<Void> ended;
  private volatile boolean closed;

  Interrupter(Thread victim, Executor executor) {
    ended = CompletableFuture.runAsync(() -> run(victim), executor);
  }

  private void run(Thread victim) {
    int interrupted = -1;
    while (!closed) {
      int round = rounds.get();
      if (round == interrupted) {
        Thread.onSpinWait();
      } else {
        spin(round % 500);
        victim.interrupt();
        interrupts.incrementAndGet();
        interrupted = round;
      }
    }
  }

  private static void spin(int turns) {
    for (int i = 0; i < turns * 100; i++) {
      Thread.onSpinWait();
    }
  }

  /** Ends a round of the calling thread, which is not interrupted any more. */
  void next() {
    Thread.interrupted();
    rounds.incrementAndGet();
  }

  int count() {
    return interrupts.get();
  }

  /** The victim is not interrupted any more afterwards. */
  @Override
  public void close() {
    closed = true;
    ended.join();
    Thread.interrupted();
  }
}
