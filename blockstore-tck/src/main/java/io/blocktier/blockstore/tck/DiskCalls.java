package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.Sleeper;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls to a simulated disk while it has power: first the hook, then chance, then one at
 * a time the calls themselves. Thread-safe.
 */
final class DiskCalls {

  private final Sleeper sleeper;
  private final DiskHook hook;
  private final ReentrantLock lock = new ReentrantLock();
  private DiskDice dice;
  private boolean off;

  DiskCalls(DiskDice dice, Sleeper sleeper, DiskHook hook) {
    this.dice = dice;
    this.sleeper = sleeper;
    this.hook = hook;
  }

  /** A call itself. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /** A call without a result. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /** What a call does that fails. */
  @FunctionalInterface
  interface Remnant {
    void run(RandomGenerator random) throws IOException;
  }

  /** Makes a call that changes nothing. */
  <T> T look(DiskOperation operation, Path path, Action<T> action) throws IOException {
    return run(operation, path, action, _ -> {});
  }

  /** Makes a call of which nobody knows, if it fails, whether it happened. */
  <T> T change(DiskOperation operation, Path path, Action<T> action) throws IOException {
    return run(
        operation,
        path,
        action,
        random -> {
          if (random.nextBoolean()) {
            action.run();
          }
        });
  }

  /** Makes a call of which something remains if it fails. */
  <T> T run(DiskOperation operation, Path path, Action<T> action, Remnant remnant)
      throws IOException {
    boolean fails = begin(operation, path) == DiskFaultKind.IO_ERROR;
    return locked(() -> {
      if (fails) {
        remnant.run(dice.random());
        throw failed(operation, path);
      }
      return action.run();
    });
  }

  /** Makes a call that may be ignored. */
  void force(DiskOperation operation, Path path, Step step, Remnant remnant) throws IOException {
    DiskFaultKind fault = begin(operation, path);
    locked(() -> {
      if (fault == DiskFaultKind.IO_ERROR) {
        remnant.run(dice.random());
        throw failed(operation, path);
      }
      if (fault != DiskFaultKind.IGNORED) {
        step.run();
      }
      return true;
    });
  }

  private @Nullable DiskFaultKind begin(DiskOperation operation, Path path) throws IOException {
    locked(() -> true);
    hook.before(operation, path);
    Optional<DiskFaultRule> fault = locked(() -> dice.draw(operation, path));
    fault.filter(rule -> rule.kind() == DiskFaultKind.SLOW).ifPresent(this::pause);
    return fault.map(DiskFaultRule::kind).orElse(null);
  }

  private void pause(DiskFaultRule rule) {
    try {
      sleeper.sleep(rule.delay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // no disk is faster for that
    }
  }

  /** Does something that is not told the hook, if there is power. */
  <T> T locked(Action<T> action) throws IOException {
    lock.lock();
    try {
      if (off) {
        throw new IOException("this disk has lost its power, or its process");
      }
      return action.run();
    } finally {
      lock.unlock();
    }
  }

  private static IOException failed(DiskOperation operation, Path path) {
    return new FileSystemException(path.toString(), null, "injected error of " + operation);
  }

  boolean isOff() {
    return quietly(() -> off);
  }

  /** Does something after which no call is made any more. */
  <T> T end(Supplier<T> last) {
    return quietly(() -> {
      off = true;
      return last.get();
    });
  }

  /** Does something that is no call, but that no call shall meet. */
  <T> T quietly(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the calls to a disk after a crash. */
  DiskCalls afterCrash(long seed) {
    return new DiskCalls(dice.reseeded(seed), sleeper, hook);
  }

  /** Returns the calls of the next process. */
  DiskCalls afterKill() {
    return new DiskCalls(dice, sleeper, hook);
  }

  void setDice(DiskDice newDice) {
    dice = newDice;
  }

  RandomGenerator random() {
    return dice.random();
  }
}
