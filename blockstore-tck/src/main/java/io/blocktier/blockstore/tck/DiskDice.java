package io.blocktier.blockstore.tck;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Decides which calls to a simulated disk go wrong. Not thread-safe. */
final class DiskDice {

  private final List<DiskFaultRule> rules;
  private final RandomGenerator random;
  private final int[] covered;

  DiskDice(DiskFaults faults) {
    this(faults.rules(), new SplittableRandom(faults.seed()), new int[faults.rules().size()]);
  }

  private DiskDice(List<DiskFaultRule> rules, RandomGenerator random, int[] covered) {
    this.rules = rules;
    this.random = random;
    this.covered = covered;
  }

  /** The dice after a crash: a rule whose turn is over has no second one. */
  DiskDice reseeded(long seed) {
    return new DiskDice(rules, new SplittableRandom(seed), covered.clone());
  }

  Optional<DiskFaultRule> draw(DiskOperation operation, Path path) {
    for (int i = 0; i < covered.length; i++) {
      DiskFaultRule rule = rules.get(i);
      if (rule.covers(operation, path)) {
        covered[i]++;
        boolean turn = rule.nth() == 0 || rule.nth() == covered[i];
        if (turn && random.nextInt(100) < rule.percent()) {
          return Optional.of(rule);
        }
      }
    }
    return Optional.empty();
  }

  RandomGenerator random() {
    return random;
  }
}
