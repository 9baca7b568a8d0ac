package io.blocktier.benchmarks.growth;

import io.blocktier.benchmarks.data.KeySequence;
import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.measure.Versions;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import io.blocktier.cache.WriteBackBlockStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One operation. Immutable.
 *
 * @param name of the operation
 * @param settings what it is done with
 * @param opening opens an empty one
 */
record GrowthContender(String name, String settings, Opening opening) implements Contender {

  /** Opens a directory. */
  @FunctionalInterface
  interface Opening {
    Grown open(Path directory) throws Exception;
  }

  @Override
  public String version() {
    return Versions.of(WriteBackBlockStore.class);
  }

  @Override
  public String durability() {
    return "not looked at here";
  }

  @Override
  public Subject open(Trial trial) throws Exception {
    Files.createDirectories(trial.directory());
    return new Work(trial, opening.open(trial.directory()), trial.cell().count(Growth.SIZE));
  }

  /** The operation again and again, anywhere. */
  private static final class Work implements Subject {

    private final Trial trial;
    private final Grown grown;
    private final int size;
    private final KeySequence keys;
    private int at;

    Work(Trial trial, Grown grown, int size) {
      this.trial = trial;
      this.grown = grown;
      this.size = size;
      this.keys = KeySequence.uniform(size, trial.seed());
    }

    @Override
    public void prepare() throws Exception {
      grown.fill(size);
    }

    @Override
    public Sample round(Duration length) throws Exception {
      ProcessFigures before = ProcessFigures.now(trial.directory());
      long start = System.nanoTime();
      long operations = 0;
      long now = start;
      for (int i = 0; i == 0 || now - start < length.toNanos(); i++) {
        operations += grown.once(keys.key(at++));
        now = System.nanoTime();
      }
      return Sample.ofProcess(
          operations,
          (now - start) / 1e9,
          operations,
          before,
          ProcessFigures.now(trial.directory()));
    }

    @Override
    public void close() throws IOException {
      grown.close();
    }
  }
}
