package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.spi.Sleeper;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Lets calls fail by a plan. */
final class FaultInjector {

  /** Calls without an effect, whose outcome is never unknown. */
  private static final Set<Operation> LOOKS =
      EnumSet.of(
          Operation.READ, Operation.STAT, Operation.LIST, Operation.PROBE, Operation.HEALTH_CHECK);

  private final Object store;
  private final FaultPlan plan;
  private final Sleeper sleeper;
  private final Executor executor;
  private final RandomGenerator dice;
  private final Map<FaultKind, LongAdder> injected = new EnumMap<>(FaultKind.class);
  private final int[] covered;
  private final Barrier barrier = new Barrier();

  FaultInjector(Object store, FaultPlan plan, Effects effects) {
    this.store = store;
    this.plan = plan;
    this.sleeper = effects.sleeper();
    this.executor = effects.executor();
    this.dice = new SplittableRandom(plan.seed());
    this.covered = new int[plan.rules().size()];
    for (FaultKind kind : FaultKind.values()) {
      injected.put(kind, new LongAdder());
    }
  }

  /** The call itself. */
  @FunctionalInterface
  interface Action<T extends @Nullable Object> {
    T run() throws BlockStoreException;
  }

  /** What a call does before it breaks off. */
  @FunctionalInterface
  interface Remnant {
    void run() throws BlockStoreException;
  }

  long count(FaultKind kind) {
    return counter(kind).sum();
  }

  private LongAdder counter(FaultKind kind) {
    return Objects.requireNonNull(injected.get(kind), "every kind is counted");
  }

  /** Fails, or not, where a call without effect begins. */
  void check(Operation operation) throws BlockStoreException {
    run(operation, null, () -> null);
  }

  <T extends @Nullable Object> T run(Operation operation, @Nullable BlockKey key, Action<T> action)
      throws BlockStoreException {
    return run(operation, key, action, () -> {});
  }

  <T extends @Nullable Object> T run(
      Operation operation, @Nullable BlockKey key, Action<T> action, Remnant remnant)
      throws BlockStoreException {
    String name = key == null ? "" : key.value();
    Optional<FaultRule> drawn = draw(rule -> rule.covers(operation, name));
    return apply(drawn, operation, key, action, remnant);
  }

  /** Fails, or not, one key of a batch. */
  void runPicked(Operation operation, BlockKey key, Runnable action) throws BlockStoreException {
    Optional<FaultRule> drawn =
        draw(rule -> rule.picksKeys(operation) && rule.covers(operation, key.value()));
    Action<@Nullable Void> taken =
        () -> {
          action.run();
          return null;
        };
    apply(drawn, operation, key, taken, () -> {});
  }

  /** Lets the calls that hang go on. */
  void release() {
    barrier.open();
  }

  /** Lets the calls that hang go on, and lets no later one hang. */
  void close() {
    barrier.remove();
  }

  int hanging() {
    return barrier.waiting();
  }

  private <T extends @Nullable Object> T apply(
      Optional<FaultRule> drawn,
      Operation operation,
      @Nullable BlockKey key,
      Action<T> action,
      Remnant remnant)
      throws BlockStoreException {
    if (drawn.isEmpty()) {
      return action.run();
    }
    FaultRule rule = drawn.get();
    Failure failure = failure(operation, key, rule.kind());
    return switch (rule.kind()) {
      case DELAYED -> {
        pause(failure, () -> sleeper.sleep(rule.delay()));
        yield action.run();
      }
      case HUNG -> {
        pause(failure, barrier::await);
        yield action.run();
      }
      case LOST_AFTER -> {
        action.run();
        throw lost(operation, failure);
      }
      case LATE -> {
        if (!LOOKS.contains(operation)) {
          later(rule.delay(), action);
        }
        throw lost(operation, failure);
      }
      case TRUNCATED -> {
        remnant.run();
        throw new StoreUnavailableException(failure, null);
      }
      case LOST_BEFORE -> throw lost(operation, failure);
      case UNAVAILABLE -> throw new StoreUnavailableException(failure, null);
      case THROTTLED -> throw StoreUnavailableException.throttled(failure, null, rule.delay());
      case REFUSED -> throw new AccessRefusedException(failure);
    };
  }

  /** What the call comes to, nobody is told. */
  private <T extends @Nullable Object> void later(Duration delay, Action<T> action) {
    executor.execute(() -> {
      try {
        sleeper.sleep(delay);
        action.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (BlockStoreException refused) {
        // whoever made the call has gone
      }
    });
  }

  private synchronized Optional<FaultRule> draw(Predicate<FaultRule> concerned) {
    for (int i = 0; i < covered.length; i++) {
      FaultRule rule = plan.rules().get(i);
      if (concerned.test(rule)) {
        covered[i]++;
        boolean turn = rule.nth() == 0 || rule.nth() == covered[i];
        if (turn && dice.nextInt(100) < rule.percent()) {
          counter(rule.kind()).increment();
          return Optional.of(rule);
        }
      }
    }
    return Optional.empty();
  }

  private interface Wait {
    void await() throws InterruptedException;
  }

  private static void pause(Failure failure, Wait wait) throws StoreUnavailableException {
    try {
      wait.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(failure, e);
    }
  }

  private static BlockStoreException lost(Operation operation, Failure failure) {
    return LOOKS.contains(operation)
        ? new StoreUnavailableException(failure, null)
        : new OutcomeUnknownException(failure);
  }

  private Failure failure(Operation operation, @Nullable BlockKey key, FaultKind kind) {
    String detail = "injected " + kind + " by seed " + plan.seed();
    return new Failure(store.toString(), operation, key, detail, "replay with the same seed");
  }
}
