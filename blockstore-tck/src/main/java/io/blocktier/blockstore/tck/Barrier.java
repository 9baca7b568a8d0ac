package io.blocktier.blockstore.tck;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds threads back until somebody opens it; whoever comes afterwards waits again. */
final class Barrier {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private long openings;
  private int waiting;
  private boolean gone;

  void await() throws InterruptedException {
    lock.lockInterruptibly();
    waiting++;
    try {
      long before = openings;
      while (openings == before && !gone) {
        opened.await();
      }
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  void open() {
    open(false);
  }

  /** Opens it for good: nobody waits any more. */
  void remove() {
    open(true);
  }

  private void open(boolean forGood) {
    lock.lock();
    try {
      openings++;
      gone |= forGood;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}
