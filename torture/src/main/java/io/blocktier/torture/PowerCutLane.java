package io.blocktier.torture;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.config.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

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

  /** The kinds of file systems at the same time: a cut is mostly waiting for the kernel. */
  @Override
  public void run(Bench bench) throws SkippedException, IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(bench.options().seed());
    try (Volume volume = Volume.create(bench.directory())) {
      List<Callable<@Nullable Void>> kinds = new ArrayList<>();
      for (FileSystem kind : FileSystem.values()) {
        SplittableRandom own = random.split();
        kinds.add(() -> run(volume, kind, bench, own));
      }
      Together.run(bench.effects(), kinds);
    }
  }

  private @Nullable Void run(Volume volume, FileSystem kind, Bench bench, SplittableRandom random)
      throws IOException {
    int left = neighbours.size() * subjects.size();
    try (Disks disks = volume.disks(kind.label())) {
      for (boolean noisy : neighbours) {
        for (Subject subject : subjects) {
          Bench share = bench.with(bench.budget().share(left--));
          int commit = COMMIT_SECONDS[random.nextInt(COMMIT_SECONDS.length)];
          PowerCutSeries series =
              new PowerCutSeries(disks, kind, commit, noisy, subject, share, random.split());
          run(series, Math.ceilDiv(enough, series()), bench.tally());
        }
      }
    }
    return null;
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
