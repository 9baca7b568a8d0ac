package io.blocktier.benchmarks.reads;

import io.blocktier.benchmarks.data.DataGenerator;
import io.blocktier.benchmarks.data.DataShape;
import io.blocktier.benchmarks.data.KeySequence;
import io.blocktier.benchmarks.measure.ProcessFigures;
import io.blocktier.benchmarks.measure.Sample;
import io.blocktier.benchmarks.trial.Subject;
import io.blocktier.blockstore.spi.LatencyHistogram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Has readers read for as long as a round takes. */
final class ReadSubject implements Subject {

  private static final int CHECKED_EVERY = 1 << 12;
  private static final int TIMED_EVERY = 1 << 4; // looking at the clock takes as long as some reads

  private final ReadCell cell;
  private final BlockReader reader;
  private final KeySequence keys;
  private final long seed;
  private final ExecutorService threads;

  /** Where each reader goes on: rounds that began anew would find what those before had read. */
  private final AtomicIntegerArray next;

  ReadSubject(ReadCell cell, long seed, BlockReader reader) {
    this.cell = cell;
    this.reader = reader;
    this.seed = seed;
    this.keys = cell.keys(seed);
    this.threads = Executors.newFixedThreadPool(cell.readers());
    this.next = new AtomicIntegerArray(cell.readers());
    for (int i = 0; i < next.length(); i++) {
      next.set(i, i * (KeySequence.LENGTH / next.length()));
    }
  }

  private DataGenerator generator() {
    return new DataGenerator(DataShape.RANDOM, seed, ReadCell.BLOCK);
  }

  @Override
  public void prepare() throws Exception {
    DataGenerator generator = generator();
    for (int key = 0; key < cell.blocks(); key++) {
      reader.load(key, generator.block(key));
    }
    reader.loaded();
  }

  @Override
  public Sample round(Duration length) throws Exception {
    if (cell.cold()) {
      PageCache.drop(cell.directory());
    }
    ProcessFigures before = ProcessFigures.now(cell.directory());
    LatencyHistogram latencies = new LatencyHistogram();
    long start = System.nanoTime();
    List<Future<Long>> readers = new ArrayList<>();
    for (int i = 0; i < cell.readers(); i++) {
      int own = i;
      readers.add(threads.submit(() -> read(own, start + length.toNanos(), latencies)));
    }
    long operations = 0;
    for (Future<Long> each : readers) {
      operations += each.get();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return Sample.ofProcess(
            operations,
            seconds,
            operations * ReadCell.BLOCK,
            before,
            ProcessFigures.now(cell.directory()))
        .with("p50", latencies.quantile(0.5) / 1e3)
        .with("p99", latencies.quantile(0.99) / 1e3);
  }

  private long read(int own, long end, LatencyHistogram latencies) throws Exception {
    ByteBuffer target = ByteBuffer.allocate(ReadCell.BLOCK);
    DataGenerator generator = generator();
    long done = 0;
    for (int at = next.get(own); ; at++, done++) {
      int key = keys.key(at);
      if (at % TIMED_EVERY != 0) {
        reader.read(key, target.clear());
        continue;
      }
      long begun = System.nanoTime();
      if (done > 0 && begun >= end) {
        next.set(own, at);
        return done;
      }
      reader.read(key, target.clear());
      latencies.record(System.nanoTime() - begun);
      if (at % CHECKED_EVERY == 0) {
        check(key, target, generator);
      }
    }
  }

  private static void check(int key, ByteBuffer target, DataGenerator generator)
      throws IOException {
    if (!target.clear().equals(ByteBuffer.wrap(generator.block(key)))) {
      throw new IOException("block " + key + " has other bytes than were written");
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    reader.close();
  }
}
