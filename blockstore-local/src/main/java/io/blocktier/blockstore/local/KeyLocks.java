package io.blocktier.blockstore.local;

import io.blocktier.blockstore.spi.Effects;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Serialises changes of a key between threads, stores and processes: {@value #STRIPES} locks shared
 * by all keys, each a lock of this store and a byte-range lock of the kernel. A thread holds one at
 * a time, or several taken in ascending order. One more serialises the removal of directories.
 */
final class KeyLocks implements AutoCloseable {

  static final int STRIPES = 64;
  private static final int REMOVALS = STRIPES;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(16);

  private final SharedFiles files;
  private final Effects effects;
  private final Patience patience;
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES + 1];

  KeyLocks(SharedFiles files, Effects effects, Patience patience) {
    this.files = files;
    this.effects = effects;
    this.patience = patience;
    Arrays.setAll(stripes, i -> new ReentrantLock());
  }

  /** The wait for a lock was too long. */
  static final class LockTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    LockTimeoutException(Duration waited) {
      super("another writer held the lock of the key for " + waited.toMillis() + " ms");
    }
  }

  /** A lock that is held; closing frees it. */
  interface Held extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Takes the lock of a key. */
  Held lock(String key) throws IOException {
    return lock(Math.floorMod(key.hashCode(), STRIPES));
  }

  /** Takes the lock of whoever removes directories; no other is taken while it is held. */
  Held lockRemovals() throws IOException {
    return lock(REMOVALS);
  }

  /** Takes the locks of two keys. */
  Held lock(String one, String other) throws IOException {
    int a = Math.floorMod(one.hashCode(), STRIPES);
    int b = Math.floorMod(other.hashCode(), STRIPES);
    if (a == b) {
      return lock(a);
    }
    Held lower = lock(Math.min(a, b));
    try {
      Held higher = lock(Math.max(a, b));
      return () -> {
        try (lower) {
          higher.close();
        }
      };
    } catch (IOException e) {
      lower.close();
      throw e;
    }
  }

  private Held lock(int stripe) throws IOException {
    Duration left = patience.left();
    long deadline = effects.ticker().nanos() + left.toNanos();
    ReentrantLock own = stripes[stripe];
    awaitOwn(own, left);
    try {
      FileLock shared = awaitShared(stripe, left, deadline);
      return () -> {
        try {
          shared.release();
        } finally {
          own.unlock();
        }
      };
    } catch (IOException e) {
      own.unlock();
      throw e;
    }
  }

  private static void awaitOwn(ReentrantLock own, Duration left) throws IOException {
    try {
      if (!own.tryLock() && !own.tryLock(left.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new LockTimeoutException(left);
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private FileLock awaitShared(int stripe, Duration left, long deadline) throws IOException {
    Duration pause = FIRST_PAUSE;
    Optional<FileLock> lock = files.tryLock(stripe);
    while (lock.isEmpty()) {
      if (deadline - effects.ticker().nanos() <= 0) {
        throw new LockTimeoutException(left);
      }
      sleep(pause);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      lock = files.tryLock(stripe);
    }
    return lock.get();
  }

  private void sleep(Duration pause) throws IOException {
    try {
      effects.sleeper().sleep(pause);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for the lock of the key");
  }

  /** Waits for the changes under way, which would lose their locks with the files. */
  @Override
  public void close() throws IOException {
    for (ReentrantLock own : stripes) {
      awaitOwn(own, patience.left());
    }
    files.close();
  }
}
