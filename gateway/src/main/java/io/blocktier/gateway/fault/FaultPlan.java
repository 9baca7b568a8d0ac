package io.blocktier.gateway.fault;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a gateway does wrong, on purpose. Whether a rule strikes depends on nothing but the seed,
 * the rule and how many requests the rule was about before, so that a run can be had again.
 * Immutable and thread-safe.
 *
 * @param seed what decides; a gateway logs it when it begins
 * @param rules several may strike one request: the last is met first, the first is nearest to the
 *     operation
 */
public record FaultPlan(long seed, List<FaultRule> rules) {

  /** Nothing goes wrong. */
  public static final FaultPlan NONE = new FaultPlan(0, List.of());

  /** An odd number whose multiples differ in their upper bits. */
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  /** Copies the rules. */
  public FaultPlan {
    rules = List.copyOf(rules);
  }

  /**
   * Returns a plan of these rules.
   *
   * @param seed what decides
   * @param rules what goes wrong
   * @return the plan
   */
  public static FaultPlan of(long seed, FaultRule... rules) {
    return new FaultPlan(seed, List.of(rules));
  }

  /**
   * Decides about one request.
   *
   * @param rule the number of the rule that is about it, from 0
   * @param turn how many requests the rule was about before
   * @return whether the rule strikes
   */
  public boolean strikes(int rule, long turn) {
    FaultRule asked = rules.get(rule);
    if (turn < asked.spared() || turn - asked.spared() >= asked.most()) {
      return false;
    }
    RandomGenerator random = new SplittableRandom(seed ^ (turn * rules.size() + rule + 1) * SPREAD);
    return random.nextDouble() < asked.probability();
  }
}
