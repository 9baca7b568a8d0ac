package io.blocktier.blockstore.tck;

import java.util.random.RandomGenerator;

/** What becomes of the changes of names that were not forced. */
enum NameLoss {
  /** All are lost. */
  ALL,
  /** None is lost. */
  NONE,
  /** Those from some moment on are lost. */
  LATEST,
  /** Chance decides for each that has what it needs. */
  ANY;

  static NameLoss draw(RandomGenerator random) {
    NameLoss[] all = values();
    return all[random.nextInt(all.length)];
  }

  /** Draws how many of the changes are looked at. */
  int limit(int changes, RandomGenerator random) {
    return switch (this) {
      case ALL -> 0;
      case LATEST -> random.nextInt(changes + 1);
      case NONE, ANY -> changes;
    };
  }

  /** Draws whether a change is kept that is looked at. */
  boolean keeps(RandomGenerator random) {
    return this != ANY || random.nextBoolean();
  }
}
