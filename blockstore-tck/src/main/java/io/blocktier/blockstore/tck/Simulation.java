package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Signals;
import io.blocktier.blockstore.spi.Sleeper;
import io.blocktier.blockstore.spi.SystemEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program of many threads one thread at a time, in an order that a seed decides, with a
 * clock that moves only when everybody waits, or else by {@link #letTimePass}. The program takes
 * time, randomness, threads and waiting from {@link #effects()} and {@link #signals()}, and nothing
 * else from the machine; then the same seed gives the same run.
 *
 * <p>Threads take turns where they wait, where they start others, and where {@link #step()} is
 * called, which the hook of a {@link SimulatedDisk} and a {@link SteppingBlockStore} do at each
 * call. A run can be ended at any such step: every thread is then thrown out of whatever it does,
 * as by a power cut.
 */
public final class Simulation {

  /** Far more than a step takes on a busy machine: who takes it waits for what nobody will do. */
  private static final Duration LONGEST_TURN = Duration.ofMinutes(1);

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final long maxSteps;
  private final Duration longestTurn;
  private final SplittableRandom order;
  private final SplittableRandom random;
  private final SplittableRandom pace;
  private final Semaphore controller = new Semaphore(0);
  private final List<SimulatedThread> live = new ArrayList<>();
  private final List<SimulatedThread> ready = new ArrayList<>();
  private final SimulatedExecutor executor = new SimulatedExecutor(this);
  private volatile @Nullable SimulatedThread running;
  private @Nullable SimulatedThread main;
  private @Nullable Throwable failure;
  private long lastId;
  private long nanos;
  private long mostBetweenLooks;
  private final AtomicLong steps = new AtomicLong();
  private long crashAt = Long.MAX_VALUE;
  private boolean ended;
  private long trace = 1;

  /**
   * Makes a simulation.
   *
   * @param seed decides the order of threads, and the program's randomness
   * @param maxSteps a program that takes more is taken for one that never ends
   */
  public Simulation(long seed, long maxSteps) {
    this(seed, maxSteps, LONGEST_TURN);
  }

  Simulation(long seed, long maxSteps, Duration longestTurn) {
    this.maxSteps = maxSteps;
    this.longestTurn = longestTurn;
    SplittableRandom root = new SplittableRandom(seed);
    this.order = root.split();
    this.random = root.split();
    this.pace = root.split();
  }

  /** What a simulated thread does. */
  @FunctionalInterface
  public interface Task {

    /**
     * Runs.
     *
     * @throws Exception to fail the simulation
     */
    void run() throws Exception;
  }

  /** Thrown in every thread when the run is ended. */
  static final class Ended extends Error {
    private static final long serialVersionUID = 1L;

    Ended() {
      super("the simulation has ended", null, false, false);
    }
  }

  /**
   * Returns time, randomness and threads of this simulation.
   *
   * @return effects for the program
   */
  public Effects effects() {
    return new Effects(() -> START.plusNanos(nanos), this::look, random, sleeper(), executor);
  }

  /**
   * Lets time pass while threads run, too, so that what a thread waits for may become due between
   * two of its looks at the ticker.
   *
   * @param most how much passes behind a look, at most; the seed decides how much it is
   */
  public void letTimePass(Duration most) {
    mostBetweenLooks = most.toNanos();
  }

  private long look() {
    long now = nanos;
    if (running != null && mostBetweenLooks > 0) {
      nanos += pace.nextLong(mostBetweenLooks + 1);
    }
    return now;
  }

  /**
   * Returns waiting of this simulation.
   *
   * @return a sleeper that moves the clock when nobody else can run
   */
  public Sleeper sleeper() {
    return duration -> {
      if (duration.isPositive()) {
        pause(null, duration);
      }
    };
  }

  /**
   * Returns signals between the threads of this simulation.
   *
   * @return signals for the program
   */
  public Signals signals() {
    return () -> new SimulatedSignal(this);
  }

  /**
   * Ends the run as by a power cut.
   *
   * @param step how many steps are taken before
   */
  public void crashAt(long step) {
    crashAt = step;
  }

  /**
   * Runs a program until its main thread returns; what it has started besides is ended then.
   *
   * @param main the main thread
   * @return whether it came to its end; false if the run was ended at a step
   * @throws AssertionError if a thread fails, nobody can ever run again, there is no end, or a
   *     thread waits for something that is not of this simulation; then its threads are left behind
   */
  public boolean run(Task main) {
    SimulatedThread first = start(main);
    this.main = first;
    pass();
    awaitEnd();
    Throwable failed = failure;
    if (failed != null) {
      throw new AssertionError("a thread of the simulation failed at step " + steps, failed);
    }
    return first.isDone();
  }

  /** Lets another thread run, perhaps. Does nothing outside the simulation's threads. */
  public void step() {
    SimulatedThread current = running;
    if (current != null) {
      current.waitFor(null, nanos);
      yieldTurn(current);
    }
  }

  /**
   * Returns how far the run has come.
   *
   * @return steps
   */
  public long steps() {
    return steps.get();
  }

  /**
   * Returns what tells two runs apart that differ anywhere: a hash over who ran when.
   *
   * @return the hash
   */
  public long trace() {
    return trace;
  }

  SimulatedThread start(Task task) {
    SimulatedThread thread = new SimulatedThread(++lastId, nanos);
    live.add(thread);
    spawn(() -> {
      thread.begin();
      try {
        requireGoingOn();
        task.run();
        thread.done();
      } catch (Ended end) {
        thread.thrownOut();
      } catch (Throwable e) {
        failure = failure == null && !ended ? e : failure;
      } finally {
        live.remove(thread);
        endTurn();
        pass();
      }
    });
    return thread;
  }

  /** Waits for a signal, or only for the time to pass; true if the signal was raised. */
  boolean pause(@Nullable SimulatedSignal signal, Duration timeout) {
    SimulatedThread current = running;
    if (current == null) {
      throw new IllegalStateException("only threads of the simulation wait");
    }
    long end = nanos + Math.min(timeout.toNanos(), Long.MAX_VALUE / 4);
    current.waitFor(signal, end);
    yieldTurn(current);
    return signal != null && signal.isRaised();
  }

  private void yieldTurn(SimulatedThread current) {
    endTurn();
    SimulatedThread next = choose();
    if (next != current) {
      hand(next);
      current.awaitTurn();
    }
    requireGoingOn();
  }

  private void requireGoingOn() {
    if (ended) {
      throw new Ended();
    }
  }

  private void endTurn() {
    running = null;
    long taken = steps.incrementAndGet();
    if (taken > maxSteps) {
      failure = failure == null ? new AssertionError(taken + " steps: " + live) : failure;
    }
  }

  /** Gives the turn to whoever is next; whoever had it waits for nothing. */
  private void pass() {
    hand(choose());
  }

  private void hand(@Nullable SimulatedThread next) {
    if (next == null) {
      controller.release();
    } else {
      next.turn();
    }
  }

  /** Returns who has the turn from now on; null if nobody is left. */
  private @Nullable SimulatedThread choose() {
    if (live.isEmpty()) {
      return null;
    }
    ended |= steps.get() >= crashAt || !live.contains(main) || failure != null;
    SimulatedThread next = next();
    trace = trace * 31 + next.id();
    running = next;
    return next;
  }

  /** Waits until nobody is left, or one turn takes too long. */
  private void awaitEnd() {
    try {
      long before;
      boolean over;
      do {
        before = steps.get();
        over = controller.tryAcquire(longestTurn.toNanos(), TimeUnit.NANOSECONDS);
      } while (!over && steps.get() > before);
      if (!over) {
        throw stuck("waits for something that is not of this simulation");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stuck("had the turn when the simulation was interrupted");
    }
  }

  private AssertionError stuck(String why) {
    SimulatedThread thread = running;
    return thread == null ? new AssertionError("nobody has the turn") : thread.stuck(why);
  }

  private SimulatedThread next() {
    if (ended) {
      return live.getFirst();
    }
    ready.clear();
    for (SimulatedThread thread : live) {
      if (thread.isReady(nanos)) {
        ready.add(thread);
      }
    }
    if (ready.isEmpty()) {
      nanos = live.stream().mapToLong(SimulatedThread::deadline).min().orElseThrow();
      return next();
    }
    return ready.get(order.nextInt(ready.size()));
  }

  @SystemEffect("a simulated thread is a thread, of which one runs at a time")
  private static void spawn(Runnable task) {
    Thread.ofVirtual().start(task);
  }
}
