package io.blocktier.benchmarks.trial;

import io.blocktier.benchmarks.measure.Sample;
import java.io.IOException;
import java.time.Duration;

/** A contender at work in its own process. Called by one thread. */
public interface Subject extends AutoCloseable {

  /** Does what has to be there before the first round. */
  default void prepare() throws Exception {}

  /**
   * Does one round.
   *
   * @param length how long it should take; whoever measures one thing from beginning to end does
   *     that instead
   * @return what came of it
   * @throws Exception if the contender fails
   */
  Sample round(Duration length) throws Exception;

  @Override
  void close() throws IOException;
}
