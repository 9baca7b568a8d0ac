package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.blockstore.tck.FaultKind;
import io.blocktier.blockstore.tck.FaultPlan;
import io.blocktier.blockstore.tck.FaultRule;
import io.blocktier.blockstore.tck.FaultyBlockStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Passing faults of every kind, before and after the effect, by a seed. */
final class MixedFaults {

  private static final List<FaultKind> PASSING =
      List.of(
          FaultKind.UNAVAILABLE,
          FaultKind.THROTTLED,
          FaultKind.LOST_BEFORE,
          FaultKind.LOST_AFTER,
          FaultKind.TRUNCATED,
          FaultKind.DELAYED);

  private MixedFaults() {}

  /** Wraps a store so that about this share of its calls goes wrong in each of the ways. */
  static FaultyBlockStore in(BlockStore store, long seed, int percentOfEach, Effects effects) {
    List<FaultRule> rules = new ArrayList<>();
    for (FaultKind kind : PASSING) {
      FaultRule rule = FaultRule.of(kind, percentOfEach, Operation.values());
      rules.add(rule.taking(Duration.ofMillis(50)));
    }
    return new FaultyBlockStore(store, new FaultPlan(seed, rules), effects);
  }

  static long met(FaultyBlockStore faulty) {
    return PASSING.stream().mapToLong(faulty::injected).sum();
  }
}
