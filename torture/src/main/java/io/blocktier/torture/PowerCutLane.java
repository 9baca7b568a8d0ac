package io.blocktier.torture;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Cuts the power of disks while blocks are written to them, on each kind of file system, alone and
 * beside a program that forces files of its own.
 */
final class PowerCutLane implements LaneRun {

  /** How many cuts there are without a time, altogether. */
  static final long ENOUGH = 2_000;

  private static final int[] COMMIT_SECONDS = {1, 5, 300};

  private final List<Subject> subjects;
  private final List<Boolean> neighbours;
  private final long enough;

  /**
   * Makes it.
   *
   * @param subjects what is written to
   * @param neighbours whether beside a program that forces files of its own
   * @param enough how many cuts there are without a time, altogether
   */
  PowerCutLane(List<Subject> subjects, List<Boolean> neighbours, long enough) {
    this.subjects = subjects;
    this.neighbours = neighbours;
    this.enough = enough;
  }

  @Override
  public void run(Bench bench) throws SkippedException, IOException {
    SplittableRandom random = new SplittableRandom(bench.options().seed());
    int left = series();
    try (Volume volume = Volume.create(bench.directory())) {
      for (FileSystem kind : FileSystem.values()) {
        for (boolean noisy : neighbours) {
          for (Subject subject : subjects) {
            Bench share = bench.with(bench.budget().share(left--));
            int commit = COMMIT_SECONDS[random.nextInt(COMMIT_SECONDS.length)];
            PowerCutSeries series =
                new PowerCutSeries(volume, kind, commit, noisy, subject, share, random.split());
            run(series, Math.ceilDiv(enough, series()), bench.tally());
          }
        }
      }
    }
  }

  private int series() {
    return FileSystem.values().length * neighbours.size() * subjects.size();
  }

  private static void run(PowerCutSeries series, long enough, Tally tally) throws IOException {
    try {
      series.run(enough);
    } catch (BlockStoreException | ConfigException e) {
      tally.found(series + ": " + e);
    }
  }
}
