package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Operation;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that fails a share of its calls, before or after their effect, by a seed. */
final class RandomFaults extends InterceptingBlockStore {

  /** Calls that change nothing cannot have an outcome that is unknown. */
  private static final Set<Operation> LOOKS =
      EnumSet.of(Operation.READ, Operation.STAT, Operation.LIST, Operation.HEALTH_CHECK);

  private final Random random;
  private final int percent;
  private final AtomicInteger met = new AtomicInteger();

  RandomFaults(BlockStore inner, long seed, int percent) {
    super(inner);
    this.random = new Random(seed);
    this.percent = percent;
  }

  /** How many calls have failed. */
  int met() {
    return met.get();
  }

  @Override
  <T> T run(Call call, Call.Action<T> action) throws BlockStoreException {
    Fault fault = draw(LOOKS.contains(call.operation()));
    if (fault == null) {
      return action.run();
    }
    met.incrementAndGet();
    if (fault.takesEffect()) {
      T ignored = action.run();
    }
    throw fault.error().apply(call.failure(this, "by chance").remedy("none"));
  }

  private synchronized Fault draw(boolean look) {
    if (random.nextInt(100) >= percent) {
      return null;
    }
    return switch (random.nextInt(look ? 2 : 4)) {
      case 0 -> Fault.unavailable();
      case 1 -> Fault.throttled(null);
      case 2 -> Fault.lostBefore();
      default -> Fault.lostAfter();
    };
  }
}
