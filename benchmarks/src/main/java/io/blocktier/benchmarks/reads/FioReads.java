package io.blocktier.benchmarks.reads;

import io.blocktier.benchmarks.fio.Fio;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Contender;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** fio, which reads one file that has all blocks by number, through the page cache. */
record FioReads() implements Contender {

  @Override
  public String name() {
    return "fio";
  }

  @Override
  public String version() {
    return Fio.version();
  }

  @Override
  public String settings() {
    return "one file with all blocks, a job for each reader, rw=randread, norandommap,"
        + " random_distribution as the cell says, ioengine=sync, direct=0, invalidate=0, where it is"
        + " cold 1";
  }

  @Override
  public String durability() {
    return "what the file has; nothing checks it";
  }

  @Override
  public Optional<String> absence() {
    return Fio.absence();
  }

  @Override
  public Subject open(Trial trial) throws IOException {
    Files.createDirectories(trial.directory());
    return new Job(ReadCell.of(trial.cell(), trial.directory()));
  }

  /** One run of fio for each round. */
  private record Job(ReadCell cell) implements Subject {

    @Override
    public Sample round(Duration length) throws Exception {
      return Fio.run(cell.directory(), Fio.Direction.READ, options(), length);
    }

    private List<String> options() {
      return List.of(
          "--rw=randread",
          "--norandommap",
          "--random_distribution=" + (cell.zipf() ? "zipf:" + ReadCell.EXPONENT : "random"),
          "--numjobs=" + cell.readers(),
          "--filename=blocks",
          "--ioengine=sync",
          "--invalidate=" + (cell.cold() ? 1 : 0),
          "--direct=0",
          "--bs=" + ReadCell.BLOCK,
          "--size=" + (long) cell.blocks() * ReadCell.BLOCK);
    }

    @Override
    public void close() {}
  }
}
