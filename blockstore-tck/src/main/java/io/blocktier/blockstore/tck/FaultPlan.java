package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.Operation;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What goes wrong, as data: the first rule that covers a call and whose dice say so. The same seed
 * gives the same faults to the same sequence of calls. Immutable and thread-safe.
 *
 * @param seed decides the dice; printed with each fault
 * @param rules in the order in which they are asked
 */
public record FaultPlan(long seed, List<FaultRule> rules) {

  /** Copies the rules. */
  public FaultPlan {
    rules = List.copyOf(rules);
  }

  /**
   * Returns a plan.
   *
   * @param seed decides the dice
   * @param rules in the order in which they are asked
   * @return the plan
   */
  public static FaultPlan of(long seed, FaultRule... rules) {
    return new FaultPlan(seed, List.of(rules));
  }

  Optional<FaultRule> draw(Operation operation, String key, RandomGenerator dice) {
    for (FaultRule rule : rules) {
      if (rule.covers(operation, key) && dice.nextInt(100) < rule.percent()) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
