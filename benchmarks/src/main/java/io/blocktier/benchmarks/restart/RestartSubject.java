package io.blocktier.benchmarks.restart;

import io.blocktier.benchmarks.data.DataGenerator;
import io.blocktier.benchmarks.data.DataShape;
import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.benchmarks.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fills a shelf in one process, and opens it in others. */
final class RestartSubject implements Subject {

  static final int BLOCK = 104;

  private static final int WRITERS = 256;
  private static final int LOOKED_FOR = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long LOOK_MILLIS = 1;

  private final Trial trial;
  private final RestartContender contender;
  private final DataGenerator generator;
  private final long blocks;
  private Optional<Shelf> open = Optional.empty();

  RestartSubject(Trial trial, RestartContender contender) {
    this.trial = trial;
    this.contender = contender;
    this.blocks = trial.cell().number("blocks");
    this.generator = new DataGenerator(DataShape.RANDOM, trial.seed(), BLOCK);
    contender.libraries().run();
  }

  static String key(long number) {
    return "some/key/of/a/block-" + number;
  }

  @Override
  public void prepare() throws Exception {
    Files.createDirectories(trial.directory());
    Shelf shelf = open();
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads =
        contender.onVirtualThreads()
            ? Executors.newVirtualThreadPerTaskExecutor()
            : Executors.newFixedThreadPool(2)) {
      for (int writer = 0; writer < WRITERS; writer++) {
        int own = writer;
        writers.add(threads.submit(() -> fill(shelf, own)));
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    shelf.settle();
  }

  private Void fill(Shelf shelf, int own) throws IOException {
    DataGenerator mine = new DataGenerator(DataShape.RANDOM, trial.seed(), BLOCK);
    for (long i = own; i < blocks; i += WRITERS) {
      shelf.write(key(i), mine.block(i));
    }
    return null;
  }

  private Shelf open() throws Exception {
    Shelf shelf = contender.opening().open(trial.directory());
    open = Optional.of(shelf);
    return shelf;
  }

  @Override
  public Sample round(Duration length) throws Exception {
    ProcessFigures before = ProcessFigures.now(trial.directory());
    long start = System.nanoTime();
    Shelf shelf = open();
    byte[] block = shelf.read(key(blocks / 2));
    long first = System.nanoTime();
    if (!Arrays.equals(block, generator.block(blocks / 2))) {
      throw new IOException("the block that was asked for first is lost");
    }
    while (!shelf.complete(blocks)) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IOException("not all " + blocks + " blocks are there within " + PATIENCE);
      }
      Thread.sleep(LOOK_MILLIS);
    }
    long complete = System.nanoTime();
    ProcessFigures after = ProcessFigures.now(trial.directory());
    return Sample.ofProcess(blocks, (complete - start) / 1e9, blocks * BLOCK, before, after)
        .with("first", (first - start) / 1e6)
        .with("complete", (complete - start) / 1e6)
        .with("found", 100.0 * found(shelf) / LOOKED_FOR);
  }

  private int found(Shelf shelf) throws IOException {
    int found = 0;
    for (int i = 0; i < LOOKED_FOR; i++) {
      long number = blocks * i / LOOKED_FOR;
      byte[] block = shelf.read(key(number));
      if (block != null && !Arrays.equals(block, generator.block(number))) {
        throw new IOException("block " + number + " has other bytes than were written");
      }
      found += block == null ? 0 : 1;
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      open.get().close();
    }
  }
}
