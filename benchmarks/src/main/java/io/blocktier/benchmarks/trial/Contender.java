package io.blocktier.benchmarks.trial;

import java.util.Optional;

/** Somebody who can do what a scenario is about. Immutable. */
public interface Contender {

  /** Returns its name, one word. */
  String name();

  /** Returns which version of it is measured. */
  String version();

  /** Returns how it is set up, and on whose advice. */
  String settings();

  /** Returns what is left of an acknowledged write behind a crash or a power cut. */
  String durability();

  /** Tells why it cannot take part on this machine, if so. */
  default Optional<String> absence() {
    return Optional.empty();
  }

  /**
   * Tells whether it can do a cell at all, wherever it runs.
   *
   * @param cell what is to be done
   * @return whether it takes part in it
   */
  default boolean does(Cell cell) {
    return true;
  }

  /**
   * Gets ready, in a process of its own.
   *
   * @param trial what is to be done
   * @return the contender at work, which the caller closes
   * @throws Exception if it fails
   */
  Subject open(Trial trial) throws Exception;
}
