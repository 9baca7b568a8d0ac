package io.blocktier.torture;

import java.io.IOException;

/** The work of a lane. */
@FunctionalInterface
interface LaneRun {

  /**
   * Does harm, and tells the tally what came of it.
   *
   * @throws SkippedException if this machine lacks what is needed
   * @throws IOException if it cannot go on
   * @throws InterruptedException if it was interrupted
   */
  void run(Bench bench) throws SkippedException, IOException, InterruptedException;
}
