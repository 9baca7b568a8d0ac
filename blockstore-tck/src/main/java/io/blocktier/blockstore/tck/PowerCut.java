package io.blocktier.blockstore.tck;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What a power cut does to what was not forced. Draws anew for each file. */
final class PowerCut {

  private final NameLoss names;
  private final Supplier<FileLoss> files;
  private final RandomGenerator random;

  private PowerCut(NameLoss names, Supplier<FileLoss> files, RandomGenerator random) {
    this.names = names;
    this.files = files;
    this.random = random;
  }

  static PowerCut drawn(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    return new PowerCut(NameLoss.draw(random), () -> FileLoss.draw(random), random);
  }

  /** The power cut that leaves what was forced, and nothing else. */
  static PowerCut worst() {
    return new PowerCut(NameLoss.ALL, () -> FileLoss.ALL, new SplittableRandom(0));
  }

  NameLoss names() {
    return names;
  }

  FileLoss fileLoss() {
    return files.get();
  }

  RandomGenerator random() {
    return random;
  }
}
