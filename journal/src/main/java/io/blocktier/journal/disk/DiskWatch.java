package io.blocktier.journal.disk;

import io.blocktier.blockstore.spi.Deadline;
import io.blocktier.blockstore.spi.DiskRead;
import io.blocktier.blockstore.spi.DiskRead.Asking;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Signals.Signal;
import io.blocktier.blockstore.spi.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which calls to a disk are under way, and since when. One that has not come back within the
 * deadline makes the disk a stalled one until it does: whoever waits for the disk is told then, and
 * whoever comes is refused. Nobody keeps the time: those who wait look at the oldest call when it
 * may be overdue. Thread-safe.
 *
 * <p>A call that hangs cannot be ended. So calls are made by tasks, which nobody needs back, and
 * those who want their results wait beside them.
 */
public final class DiskWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

  /** Bound in tasks of this watch, which make their calls themselves. */
  private static final ScopedValue<Boolean> WITHIN = ScopedValue.newInstance();

  /** How long the device counts as one that answers; many times what it takes for a read. */
  static final long JUST_NANOS = 5_000_000;

  private final Path directory;
  private final Duration deadline;
  private final Ticker ticker;
  private final Signals signals;
  private final Executor executor;
  private final AtomicLong lastCall = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();
  private final LoneWait loneWait = new LoneWait();

  /** When a read of the disk last came back. */
  private volatile long lastAnswer;

  /** By numbers that grow, so that the first one is the oldest. */
  private final ConcurrentNavigableMap<Long, Call> underWay = new ConcurrentSkipListMap<>();

  /**
   * Knows of no call yet.
   *
   * @param directory names the disk in errors
   * @param deadline how long a call may take
   * @param ticker elapsed time
   * @param signals how threads wait for calls
   * @param executor runs tasks, each on a thread that may hang
   */
  public DiskWatch(
      Path directory, Duration deadline, Ticker ticker, Signals signals, Executor executor) {
    this.directory = directory;
    this.deadline = deadline;
    this.ticker = ticker;
    this.signals = signals;
    this.executor = executor;
    this.lastAnswer = ticker.nanos() - JUST_NANOS - 1;
  }

  private record Call(String what, Path file, long begun) {}

  /**
   * Something that calls the disk.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  public interface Task<T extends @Nullable Object> {

    /**
     * Calls the disk.
     *
     * @return the result
     * @throws IOException if the disk fails
     */
    T run() throws IOException;
  }

  /** A task without a result. */
  @FunctionalInterface
  public interface Step {

    /**
     * Calls the disk.
     *
     * @throws IOException if the disk fails
     */
    void run() throws IOException;
  }

  /**
   * Starts a task that nobody waits for here.
   *
   * @param task calls the disk
   * @throws RejectedExecutionException if no thread takes it
   */
  public void start(Runnable task) {
    executor.execute(task(task));
  }

  /**
   * Returns a task that makes its calls on the thread that runs it, which nobody needs back.
   *
   * @param task calls the disk
   * @return what to run
   */
  public Runnable task(Runnable task) {
    return () -> ScopedValue.where(WITHIN, true).run(task);
  }

  /**
   * Has a task run and waits for it, as long as no call to the disk is overdue. An interrupt does
   * not end the wait, and stays set.
   *
   * @param <T> what it returns
   * @param task runs to its end in any case
   * @return its result
   * @throws DiskStalledException if a call is overdue; the task may go on
   * @throws IOException if the task throws it
   */
  public <T extends @Nullable Object> T run(Task<T> task) throws IOException {
    return run(task, _ -> {});
  }

  /**
   * The same, with a result that somebody has to take care of.
   *
   * @param <T> what it returns
   * @param task runs to its end in any case
   * @param late takes the result if it comes when nobody waits for it any more
   * @return its result
   * @throws DiskStalledException if a call is overdue; the task may go on
   * @throws IOException if the task throws it
   */
  public <T extends @Nullable Object> T run(Task<T> task, Consumer<T> late) throws IOException {
    if (WITHIN.isBound()) {
      return task.run();
    }
    requireSound();
    return handOver(task, late);
  }

  /**
   * The same for a task that has to run at last, also where the disk is stalled already.
   *
   * @param <T> what it returns
   * @param task runs to its end in any case
   * @return its result
   * @throws DiskStalledException if a call is overdue; the task may go on
   * @throws IOException if the task throws it
   */
  public <T extends @Nullable Object> T finish(Task<T> task) throws IOException {
    return WITHIN.isBound() ? task.run() : handOver(task, _ -> {});
  }

  private <T extends @Nullable Object> T handOver(Task<T> task, Consumer<T> late)
      throws IOException {
    Handover<T> handover = new Handover<>(task, late, signals.create());
    try {
      start(handover);
    } catch (RejectedExecutionException nobodyElse) {
      return task.run();
    }
    await(handover);
    return handover.result();
  }

  private void await(Handover<?> handover) throws DiskStalledException {
    boolean alone = waiting.incrementAndGet() == 1;
    try {
      if (!alone || !loneWait.isRaisedSoon(handover.ended())) {
        awaitWhileSound(handover);
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  private void awaitWhileSound(Handover<?> handover) throws DiskStalledException {
    boolean interrupted = false;
    try {
      boolean done = false;
      while (!done) {
        try {
          done = handover.ended().await(untilOverdue()) || isLeft(handover);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Leaves where the disk is stalled; false if it is not, true if the result came nevertheless. */
  private boolean isLeft(Handover<?> handover) throws DiskStalledException {
    try {
      requireSound();
      return false;
    } catch (DiskStalledException stalled) {
      if (handover.leave()) {
        throw stalled;
      }
      return true;
    }
  }

  /**
   * Has the disk read by itself, and waits for that as long as no call to the disk is overdue. A
   * task waits for the end of a read that is left then, and closes it.
   *
   * @param file what is read
   * @param begin begins the read, if the disk makes one
   * @return the read, which has ended; null if there is none
   * @throws DiskStalledException if a call is overdue
   * @throws IOException if the system cannot tell
   */
  @Nullable DiskRead read(Path file, Function<Asking, @Nullable DiskRead> begin)
      throws IOException {
    requireSound();
    Long number = begin("reading", file);
    DiskRead read = null;
    try {
      read = begin.apply(hasJustAnswered() ? Asking.BY_CALLER : Asking.BY_SYSTEM);
    } finally {
      if (read == null) {
        underWay.remove(number);
      }
    }
    if (read != null) {
      await(number, read);
    }
    return read;
  }

  private void await(Long number, DiskRead read) throws IOException {
    boolean left = false;
    try {
      while (!read.await(untilOverdue())) {
        requireSound();
      }
      lastAnswer = ticker.nanos();
    } catch (DiskStalledException stalled) {
      left = true;
      leave(number, read);
      throw stalled;
    } finally {
      if (!left) {
        underWay.remove(number);
      }
    }
  }

  /** A device that has is none that hangs, but for one that stops at this very moment. */
  private boolean hasJustAnswered() {
    return ticker.nanos() - lastAnswer <= JUST_NANOS;
  }

  /** Where no thread takes the task, the caller waits, as it does in the place of any other. */
  private void leave(Long number, DiskRead read) {
    Runnable rest =
        () -> {
          awaitEnd(read);
          underWay.remove(number);
        };
    try {
      start(rest);
    } catch (RejectedExecutionException nobodyElse) {
      rest.run();
    }
  }

  /** The kernel writes to what the read has taken until it ends, so that it is kept till then. */
  private void awaitEnd(DiskRead read) {
    try {
      boolean ended;
      do {
        ended = read.await(deadline);
      } while (!ended);
      read.close();
    } catch (IOException e) {
      LOG.warn("nothing is known of a read of the disk after its caller had given up", e);
    }
  }

  /**
   * Waits for something that a task brings about.
   *
   * @param signal what is waited for
   * @param until how long at most
   * @return whether it came in time
   * @throws DiskStalledException if a call is overdue, now or later
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean await(Signal signal, Deadline until)
      throws DiskStalledException, InterruptedException {
    boolean raised;
    boolean late;
    do {
      requireSound();
      Duration left = until.remaining(ticker);
      Duration step = untilOverdue();
      late = left.compareTo(step) <= 0;
      raised = signal.await(late ? left : step);
    } while (!raised && !late);
    return raised;
  }

  /** Tells whether the calling thread is that of a task, and may hang. */
  boolean isWithin() {
    return WITHIN.isBound();
  }

  /** Makes a call on the thread of a task. */
  <T extends @Nullable Object> T call(String what, Path file, Task<T> call) throws IOException {
    Long number = begin(what, file);
    try {
      return call.run();
    } finally {
      underWay.remove(number);
    }
  }

  private Long begin(String what, Path file) {
    Long number = lastCall.incrementAndGet();
    underWay.put(number, new Call(what, file, ticker.nanos()));
    return number;
  }

  /** How long until the oldest call is overdue, or one may be that begins now. */
  private Duration untilOverdue() {
    Duration left = deadline.minus(longest());
    return left.isPositive() ? left.plusNanos(1) : Duration.ofNanos(1);
  }

  /**
   * Returns how long the oldest call under way has taken until now.
   *
   * @return the time, zero if none is under way
   */
  public Duration longest() {
    Map.Entry<Long, Call> oldest = underWay.firstEntry();
    return oldest == null
        ? Duration.ZERO
        : Duration.ofNanos(ticker.nanos() - oldest.getValue().begun());
  }

  /**
   * Tells whether a call is overdue.
   *
   * @return whether there is one
   */
  public boolean isStalled() {
    return longest().compareTo(deadline) > 0;
  }

  /**
   * Refuses where a call is overdue.
   *
   * @throws DiskStalledException if there is one
   */
  public void requireSound() throws DiskStalledException {
    Map.Entry<Long, Call> oldest = underWay.firstEntry();
    if (oldest != null) {
      Duration taken = Duration.ofNanos(ticker.nanos() - oldest.getValue().begun());
      if (taken.compareTo(deadline) > 0) {
        throw stalled(oldest.getValue(), taken);
      }
    }
  }

  private DiskStalledException stalled(Call call, Duration taken) {
    return new DiskStalledException(
        String.format(
            Locale.ROOT,
            "the disk of %s has not answered for %d s: %s %s",
            directory,
            taken.toSeconds(),
            call.what(),
            call.file().getFileName()));
  }
}
