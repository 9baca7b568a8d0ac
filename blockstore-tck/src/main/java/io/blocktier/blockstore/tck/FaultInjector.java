package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.AccessRefusedException;
import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Failure;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.OutcomeUnknownException;
import io.blocktier.blockstore.StoreUnavailableException;
import io.blocktier.blockstore.spi.Sleeper;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
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
  private final RandomGenerator dice;
  private final Map<FaultKind, LongAdder> injected = new EnumMap<>(FaultKind.class);

  FaultInjector(Object store, FaultPlan plan, Sleeper sleeper) {
    this.store = store;
    this.plan = plan;
    this.sleeper = sleeper;
    this.dice = new SplittableRandom(plan.seed());
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
    LongAdder adder = injected.get(kind);
    return adder == null ? 0 : adder.sum();
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
    Optional<FaultRule> drawn = draw(operation, key);
    if (drawn.isEmpty()) {
      return action.run();
    }
    FaultRule rule = drawn.get();
    Failure failure = failure(operation, key, rule.kind());
    return switch (rule.kind()) {
      case DELAYED -> delayed(rule, failure, action);
      case LOST_AFTER -> {
        action.run();
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

  private synchronized Optional<FaultRule> draw(Operation operation, @Nullable BlockKey key) {
    Optional<FaultRule> drawn = plan.draw(operation, key == null ? "" : key.value(), dice);
    drawn.map(FaultRule::kind).map(injected::get).ifPresent(LongAdder::increment);
    return drawn;
  }

  private <T extends @Nullable Object> T delayed(FaultRule rule, Failure failure, Action<T> action)
      throws BlockStoreException {
    try {
      sleeper.sleep(rule.delay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(failure, e);
    }
    return action.run();
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
