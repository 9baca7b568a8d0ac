package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.Operation;
import java.util.List;

/**
 * What goes wrong, as data: the first rule that covers a call, whose turn it is and whose dice say
 * so. The same seed gives the same faults to the same sequence of calls. Immutable and thread-safe.
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

  /** Whether a rule picks keys out of the batches of an operation. */
  boolean picks(Operation operation) {
    return rules.stream().anyMatch(rule -> rule.picksKeys(operation));
  }

  /** Whether a rule may let calls of an operation take effect when their caller has gone. */
  boolean delaysEffects(Operation operation) {
    return rules.stream()
        .anyMatch(rule -> rule.kind() == FaultKind.LATE && rule.operations().contains(operation));
  }
}
